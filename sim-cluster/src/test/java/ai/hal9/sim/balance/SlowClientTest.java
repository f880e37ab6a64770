package ai.hal9.sim.balance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that read slowly or not at all harm nobody but themselves. */
class SlowClientTest extends BalancerFixture {

  private static final int REQUESTS = 4_000;

  /** So little that it comes in one piece. */
  private static final int PIECE = 8 * 1_024;

  private static final int PIECES = 8 * PIECE;

  @Test
  void pipelinedRequests_answersNotRead_areTakenAsTheyAreRead() throws Exception {
    start(calm(), one.address(1));
    try (var socket = socket(balancer.port())) {
      write(socket, get(PIECE).repeat(REQUESTS));

      var before = new AtomicInteger();
      await()
          .during(Duration.ofMillis(500))
          .until(one.served()::size, now -> now > 0 && before.getAndSet(now) == now);
      assertThat(one.served().size()).isLessThan(REQUESTS / 2);

      assertThat(answered(socket.getInputStream())).isEqualTo(REQUESTS);
    }
  }

  @Test
  void answerNotRead_inTime_isNotTheUpstreamsFault() throws Exception {
    start(reading(Duration.ofMillis(500)), calm(), one.address(1));
    try (var socket = socket(balancer.port())) {
      write(socket, get(PIECES).repeat(REQUESTS / 8));

      await().until(() -> balancer.status().connections() == 0);
      await().until(() -> upstream("one").inFlight() == 0);
      assertThat(upstream("one").fails()).isZero();
    }
  }

  @Test
  void upstreamSilent_inTime_isItsFault() throws Exception {
    start(reading(Duration.ofMillis(500)), calm(), one.address(1));

    assertThat(send(get("/wait")).statusCode()).isEqualTo(504);
    assertThat(upstream("one").fails()).isEqualTo(1);
  }

  @Test
  void refusal_beforeTheRequestHasArrived_isHeard() throws Exception {
    start(calm());
    try (var socket = socket(balancer.port())) {
      write(socket, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4000000\r\n\r\n");
      write(socket, "x".repeat(2_000_000));

      assertThat(readAll(socket.getInputStream())).startsWith("HTTP/1.1 503");
      await().until(() -> balancer.status().connections() == 0);
    }
  }

  private static String get(int bytes) {
    return "GET %s%d HTTP/1.1\r\nHost: h\r\n\r\n".formatted(Backend.BYTES, bytes);
  }

  /** With a small window, so that little is under way that nobody has read. */
  private static Socket socket(int port) throws Exception {
    var socket = new Socket();
    socket.setReceiveBufferSize(16 * 1_024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static BalancerConfig.Forwarding reading(Duration timeout) {
    var usual = BalancerConfig.Forwarding.defaults();
    return new BalancerConfig.Forwarding(
        usual.connectTimeout(),
        timeout,
        usual.sendTimeout(),
        usual.keepalive(),
        usual.keepaliveTimeout(),
        usual.keepaliveRequests(),
        usual.replayBytes());
  }

  /** Reads answers until all requests have one. */
  private static int answered(InputStream in) throws Exception {
    for (var answers = 0; answers < REQUESTS; answers++) {
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append(new String(in.readNBytes(1), US_ASCII));
      }
      assertThat(head).startsWith("HTTP/1.1 200");
      assertThat(in.readNBytes(PIECE)).hasSize(PIECE);
    }
    return REQUESTS;
  }
}
