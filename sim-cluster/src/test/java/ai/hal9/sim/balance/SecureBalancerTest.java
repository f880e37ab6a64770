package ai.hal9.sim.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import ai.hal9.sim.trust.TestIdentity;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A balancer that serves https. */
class SecureBalancerTest extends BalancerFixture {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // made before each
  private TestIdentity shown;

  @BeforeEach
  void makeIdentity() throws Exception {
    shown = TestIdentity.in(folder);
    identity = new BalancerConfig.Identity(shown.certificate(), shown.key());
  }

  @Test
  void requests_overTls_arriveWhole_andTheUpstreamHearsOfIt() throws Exception {
    start(calm(), one.address(1));
    var big = "0123456789abcdef".repeat(64 * 1024);
    try (var client = TestIdentity.client(shown.trusting())) {
      var answer = client.send(post("/", big), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo(big);
      assertThat(answer.headers().firstValue("Seen-X-Forwarded-Proto")).contains("https");
      assertThat(client.send(post("/chunked", big), BodyHandlers.ofString()).body()).isEqualTo(big);
    }
  }

  @Test
  void webSocket_overTls_echoes() throws Exception {
    start(calm(), one.address(1));
    var heard = new CompletableFuture<String>();
    try (var client = TestIdentity.client(shown.trusting())) {
      var socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("wss://127.0.0.1:" + balancer.port() + "/ws"),
                  new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(
                        WebSocket from, CharSequence data, boolean last) {
                      heard.complete(data.toString());
                      return CompletableFuture.completedStage(null);
                    }
                  })
              .get(10, TimeUnit.SECONDS);
      socket.sendText("hi", true).get(10, TimeUnit.SECONDS);
      assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("echo hi");
      socket.abort();
    }
  }

  @Test
  void client_thatDoesNotTrustTheCertificate_getsNothing() throws Exception {
    start(calm(), one.address(1));
    try (var client = TestIdentity.client(TestIdentity.stranger())) {
      assertThatThrownBy(() -> client.send(get("/"), BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void clearText_isCutOff_andReachesNobody() throws Exception {
    start(calm(), one.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      write(socket, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(readAll(socket.getInputStream())).doesNotContain("HTTP/1.1 2");
    }
    assertThat(one.served()).isEmpty();
  }

  @Test
  void client_thatKnowsTls11AtMost_isToldThatItsVersionIsRefused() throws Exception {
    start(calm(), one.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      socket.getOutputStream().write(helloOfTls11());
      // An alert's record (RFC 5246, section 7.2): fatal, protocol_version.
      assertThat(socket.getInputStream().readNBytes(7)).startsWith(21).endsWith(2, 70);
    }
  }

  /** A ClientHello (RFC 4346, section 7.4.1.2): two cipher suites, no compression. */
  private static byte[] helloOfTls11() {
    var hello = ByteBuffer.allocate(52);
    hello.put(new byte[] {22, 3, 1, 0, 47, 1, 0, 0, 43, 3, 2});
    hello.put(new byte[32]); // the client's random
    hello.put(new byte[] {0, 0, 4, (byte) 0xc0, 0x13, 0, 0x2f, 1, 0});
    return hello.array();
  }

  @Test
  void filesThatAreNoCertificateAndKey_areNamed() throws Exception {
    Files.writeString(shown.key(), "no key");

    assertThatThrownBy(() -> start(calm(), one.address(1)))
        .isInstanceOf(SimException.class)
        .hasMessageContaining(shown.key().toString())
        .hasMessageContaining("PKCS #8");
  }
}
