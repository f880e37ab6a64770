package ai.hal9.sim.generator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.generator.AnswerParser.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {

  private static final String LENGTH =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-LENGTH: 5\r\n\r\nhello";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x\r\nlo\r\n0\r\nA: 1\r\n\r\n";

  private final AnswerParser parser = new AnswerParser();

  @ParameterizedTest
  @ValueSource(strings = {LENGTH, CHUNKED})
  void answer_cutAnywhere_isReadWhole(String text) {
    var bytes = text.getBytes(US_ASCII);
    for (var cut = 1; cut < bytes.length; cut++) {
      assertThat(parser.feed(bytes, 0, cut)).as("cut at %d", cut).isEqualTo(Progress.PARTIAL);
      assertThat(parser.feed(bytes, cut, bytes.length)).isEqualTo(Progress.WHOLE);
      assertHello();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LENGTH, CHUNKED})
  void answer_byteByByte_isReadWhole(String text) {
    var bytes = text.getBytes(US_ASCII);
    for (var i = 0; i < bytes.length - 1; i++) {
      assertThat(parser.feed(bytes, i, i + 1)).isEqualTo(Progress.PARTIAL);
    }
    assertThat(parser.feed(bytes, bytes.length - 1, bytes.length)).isEqualTo(Progress.WHOLE);
    assertHello();
  }

  private void assertHello() {
    assertThat(parser.status()).isEqualTo(200);
    assertThat(parser.keepAlive()).isTrue();
    assertThat(parser.body().length()).isEqualTo(5);
    assertThat(parser.body().find("llo".getBytes(US_ASCII))).isEqualTo(2);
    assertThat(parser.body().find("low".getBytes(US_ASCII))).isNegative();
  }

  @Test
  void answers_oneAfterAnother_areEachWhole() {
    assertThat(feed(LENGTH)).isEqualTo(Progress.WHOLE);
    assertThat(feed(CHUNKED)).isEqualTo(Progress.WHOLE);
    assertThat(feed("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")).isEqualTo(Progress.WHOLE);
    assertThat(parser.status()).isEqualTo(503);
    assertThat(parser.body().length()).isZero();
  }

  @Test
  void connection_close_isNotKept() {
    feed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assertThat(parser.keepAlive()).isFalse();
    feed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(parser.keepAlive()).isFalse();
    feed("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n");
    assertThat(parser.keepAlive()).isTrue();
  }

  @Test
  void body_withoutLength_endsWithTheConnection() {
    assertThat(feed("HTTP/1.1 200 OK\r\n\r\nhel")).isEqualTo(Progress.PARTIAL);
    assertThat(feed("lo")).isEqualTo(Progress.PARTIAL);
    assertThat(parser.end()).isEqualTo(Progress.WHOLE);
    assertThat(parser.body().length()).isEqualTo(5);
    assertThat(feed("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel")).isEqualTo(Progress.PARTIAL);
    assertThat(parser.end()).isEqualTo(Progress.BROKEN);
  }

  @Test
  void interimAnswer_isPassedOver() {
    assertThat(feed("HTTP/1.1 100 Continue\r\n\r\n")).isEqualTo(Progress.PARTIAL);
    assertThat(feed(LENGTH)).isEqualTo(Progress.WHOLE);
    assertThat(parser.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2p1\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void bytes_thatAreNoHttp_areBroken(String text) {
    assertThat(feed(text)).isEqualTo(Progress.BROKEN);
  }

  private Progress feed(String text) {
    var bytes = text.getBytes(US_ASCII);
    return parser.feed(bytes, 0, bytes.length);
  }
}
