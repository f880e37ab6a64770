package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.TlsIdentity;
import ai.hal9.engine.config.TlsIdentity.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that serves https, with the JDK's own client. */
class TlsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void signal_overTls_isAnsweredInBothVersionsOfHttp(String algorithm) throws Exception {
    var certificate = TestCertificate.make(folder, algorithm, 1);
    try (var node = new FakeNode().start(serving(certificate));
        var client = HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
      for (var version : List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
        var answer =
            client.send(
                signal(node, "https").version(version).build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body()).contains("echo: hello");
      }
    }
  }

  @Test
  void telemetry_overTls_streams() throws Exception {
    var certificate = TestCertificate.make(folder, "EC", 1);
    try (var node = new FakeNode().start(serving(certificate));
        var client = HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
      var socket =
          client
              .newWebSocketBuilder()
              .header("Authorization", "Bearer " + FakeNode.TOKEN)
              .buildAsync(at(node, "wss", "/api/v1/telemetry"), new WebSocket.Listener() {})
              .join();
      assertThat(socket.isInputClosed()).isFalse();
      socket.abort();
    }
  }

  @Test
  void client_thatDoesNotTrustIt_orSpeaksClearText_getsNothing() throws Exception {
    var certificate = TestCertificate.make(folder, "EC", 1);
    try (var node = new FakeNode().start(serving(certificate));
        var stranger = HttpClient.newHttpClient()) {
      assertThatThrownBy(
              () ->
                  stranger.send(
                      signal(node, "https").build(), HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(
              () ->
                  stranger.send(
                      signal(node, "http").timeout(Duration.ofSeconds(10)).build(),
                      HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);
      assertThat(node.calls).isEmpty();
    }
  }

  @Test
  void handshake_thatIsNotFinishedInTime_endsTheConnection() throws Exception {
    var certificate = TestCertificate.make(folder, "EC", 1);
    var files = new NodeConfig.Tls(certificate.certificates(), certificate.key());
    try (var node = new FakeNode().start(FakeNode.serving(files, Duration.ofSeconds(3)));
        var silent = node.client();
        var begun = node.client();
        var client = HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
      // the head of a ClientHello's record, and no more
      begun.send("\u0016\u0003\u0001\u0002\u0000\u0001");
      var first = client.send(signal(node, "https").build(), HttpResponse.BodyHandlers.ofString());
      assertThat(first.statusCode()).isEqualTo(200);

      assertThat(silent.closedByServer()).isTrue();
      assertThat(begun.closedByServer()).isTrue();
      var later = client.send(signal(node, "https").build(), HttpResponse.BodyHandlers.ofString());
      assertThat(later.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void files_thatDoNotFit_areRefusedWithTheReason() throws Exception {
    var one = TestCertificate.make(folder.resolve("one"), "EC", 1);
    var other = TestCertificate.make(folder.resolve("other"), "EC", 1);
    var rsa = TestCertificate.make(folder.resolve("rsa"), "RSA", 1);
    var over = TestCertificate.make(folder.resolve("over"), "EC", 31);
    var empty = Files.createFile(folder.resolve("empty"));

    assertThat(refusal(one.certificates(), other.key())).contains("is not the key");
    assertThat(refusal(one.certificates(), rsa.key())).contains("no key that fits");
    assertThat(refusal(over.certificates(), over.key())).contains("cannot be used");
    assertThat(refusal(empty, one.key())).contains("no certificate");
    assertThat(refusal(one.certificates(), empty)).contains("openssl pkcs8");
    assertThat(refusal(folder.resolve("absent"), one.key())).contains("cannot be read");
  }

  private static String refusal(Path certificates, Path key) {
    return TlsIdentity.read(certificates, key) instanceof Reading.Refused(var reason)
        ? reason
        : "accepted";
  }

  private static NodeConfig.Server serving(TestCertificate certificate) {
    return FakeNode.serving(new NodeConfig.Tls(certificate.certificates(), certificate.key()));
  }

  private static HttpRequest.Builder signal(FakeNode node, String scheme) {
    return HttpRequest.newBuilder(at(node, scheme, "/api/v1/signal"))
        .POST(HttpRequest.BodyPublishers.ofString("{\"content\":\"hello\"}"));
  }

  private static URI at(FakeNode node, String scheme, String path) {
    return URI.create("%s://127.0.0.1:%d%s".formatted(scheme, node.address().getPort(), path));
  }
}
