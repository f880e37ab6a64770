package ai.hal9.sim.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTest {

  private static final URI CLOSED = URI.create("http://127.0.0.1:1");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<NodeStream> opened = new ArrayList<>();
  private final Link link =
      new Link(
          "node-1",
          CLOSED,
          (url, messages) -> {
            var stream =
                NodeStream.open(
                    http.newWebSocketBuilder(), ClusterAddress.webSocket(url, "/"), messages);
            opened.add(stream);
            return stream;
          },
          text -> {});

  @Test
  void round_nobodyThere_isTriedAgainWithGrowingPauses() {
    var attempts = new ArrayList<Integer>();
    for (var round = 0; round < 32; round++) {
      var before = opened.size();
      link.round(CLOSED);
      if (opened.size() > before) {
        attempts.add(round);
        await().until(() -> !opened.getLast().open());
      }
    }

    assertThat(attempts).containsExactly(0, 1, 3, 7, 15, 24);
    assertThat(link.told().state()).isEqualTo(NodeLink.State.BROKEN);
    assertThat(link.told().reason()).isNotBlank();
  }

  @Test
  void told_attemptUnderWayAfterAFailure_isStillBroken_andWhy() throws IOException {
    link.round(CLOSED);
    await().until(() -> !opened.getLast().open());
    var why = link.told().reason();
    try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var there = URI.create("http://127.0.0.1:" + mute.getLocalPort());

      link.round(there);

      assertThat(opened.getLast().state()).isEqualTo(NodeLink.State.OPENING);
      assertThat(link.told()).isEqualTo(new NodeLink("node-1", there, NodeLink.State.BROKEN, why));
    }
  }

  @Test
  void round_nodeMoved_isFollowedAtOnce() {
    link.round(CLOSED);
    await().until(() -> !opened.getLast().open());
    link.round(CLOSED);
    await().until(() -> !opened.getLast().open());

    link.round(URI.create("http://127.0.0.1:2"));

    assertThat(opened).hasSize(3);
    assertThat(link.told().url()).hasPort(2);
  }
}
