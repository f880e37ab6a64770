package ai.hal9.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PeerTest {

  private static final URI HERE = URI.create("http://10.0.0.1:9000");

  private final Peer peer = Peer.at(HERE, new SecureRandom());

  @Test
  void word_isKnownFromWhatWasToldAlone() {
    var told = Peer.parse(peer.told());
    assertThat(told.url()).isEqualTo(HERE);
    assertThat(peer.recognises(told.word().reveal())).isTrue();
    assertThat(peer.recognises(null)).isFalse();
    assertThat(peer.recognises("")).isFalse();
    assertThat(peer.recognises("1")).isFalse();
    assertThat(Peer.at(HERE, new SecureRandom()).recognises(told.word().reveal())).isFalse();
  }

  @Test
  void printed_itKeepsItsWord() {
    assertThat(peer.toString()).contains(HERE.toString()).doesNotContain(peer.word().reveal());
  }
}
