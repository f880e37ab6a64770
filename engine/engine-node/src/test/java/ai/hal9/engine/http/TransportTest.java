package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compression and HTTP/2, with the JDK's own client. */
class TransportTest {

  private static final int BOMB_BYTES = 64 << 20;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int MOST_STREAMS = 128;

  private final FakeNode node = new FakeNode();
  private final HttpClient http2 =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
  private final HttpClient http1 =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws IOException {
    node.start(FakeNode.limits());
  }

  @AfterEach
  void stop() {
    http1.close();
    http2.close();
    node.close();
  }

  private HttpRequest.Builder signal(byte[] body) {
    var address = node.address();
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + address.getPort() + "/api/v1/signal"))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static byte[] saying(String content) {
    return ("{\"content\":\"" + content + "\"}").getBytes(UTF_8);
  }

  private static HttpResponse<byte[]> send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void largeAnswer_isCompressedForWhoTakesIt() throws Exception {
    var content = "hal".repeat(2_000);
    var taken = send(http1, signal(saying(content)).header("Accept-Encoding", "br, gzip"));
    assertThat(taken.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(taken.headers().firstValue("vary")).contains("Accept-Encoding");
    assertThat(taken.body()).hasSizeLessThan(1_000);
    var plain = new GZIPInputStream(new ByteArrayInputStream(taken.body())).readAllBytes();
    assertThat(new String(plain, UTF_8)).contains("echo: " + content);

    var refused = send(http1, signal(saying(content)));
    assertThat(refused.headers().firstValue("content-encoding")).isEmpty();
    assertThat(refused.body()).isEqualTo(plain);
  }

  @Test
  void smallAnswer_isSentAsItIs() throws Exception {
    var answer = send(http1, signal(saying("hello")).header("Accept-Encoding", "gzip"));
    assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    assertThat(new String(answer.body(), UTF_8)).contains("echo: hello");
    var picky =
        send(http1, signal(saying("hello")).header("Accept-Encoding", "identity;q=0, *;q=0"));
    assertThat(picky.statusCode()).isEqualTo(200);
  }

  @Test
  void compressedBody_isNeverUnpacked() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(saying("bomb " + "0".repeat(BOMB_BYTES)));
    }
    assertThat(packed.size()).isLessThan(1 << 20);
    var answer = send(http1, signal(packed.toByteArray()).header("Content-Encoding", "gzip"));
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(node.calls).isEmpty();
    assertThat(send(http1, signal(saying("next"))).statusCode()).isEqualTo(200);
  }

  @Test
  void http2_isSpokenAfterAnUpgrade() throws Exception {
    var first = send(http2, signal(saying("hello")));
    var second = send(http2, signal(saying("x".repeat(50_000))));
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(new String(second.body(), UTF_8)).contains("x".repeat(50_000));
    assertThat(node.calls).hasSize(2);
  }

  @Test
  void http2_takesABoundedNumberOfRequestsAtOnce_andRefusesTheNext() throws Exception {
    node.handling = (call, done) -> {};
    try (var client = new RawHttp2(node.address())) {
      var told = ByteBuffer.wrap(client.next(RawHttp2.SETTINGS).payload());
      var settings = new HashMap<Integer, Integer>();
      while (told.hasRemaining()) {
        settings.put((int) told.getShort(), told.getInt());
      }
      assertThat(settings).containsEntry(MAX_CONCURRENT_STREAMS, MOST_STREAMS);

      for (var i = 0; i <= MOST_STREAMS; i++) {
        client.post(2 * i + 1, "/api/v1/signal", "{\"content\":\"held\"}");
      }
      assertThat(client.next(RawHttp2.HEADERS).stream()).isEqualTo(2 * MOST_STREAMS + 1);
      assertThat(new String(client.next(RawHttp2.DATA).payload(), UTF_8))
          .contains("too-many-streams");
      assertThat(node.calls).hasSize(MOST_STREAMS);
    }
  }

  @Test
  void http2_connectionThatEnds_isThatOfClientsThatLeft() throws Exception {
    var taken = new LinkedBlockingQueue<Runnable>();
    var gone = new LinkedBlockingQueue<String>();
    node.handling =
        (call, done) -> {
          call.presence().whenGone(() -> gone.add(call.request().content()));
          taken.add(() -> done.accept(FakeNode.answered(call)));
        };
    try (var client = new RawHttp2(node.address())) {
      client.post(1, "/api/v1/signal", "{\"content\":\"answered\"}");
      taken.take().run();
      assertThat(client.next(RawHttp2.HEADERS).stream()).isEqualTo(1);
      client.post(3, "/api/v1/signal", "{\"content\":\"one\"}");
      client.post(5, "/api/v1/signal", "{\"content\":\"two\"}");
      taken.take();
      taken.take();
      assertThat(gone).isEmpty();
    }
    assertThat(List.of(polled(gone), polled(gone))).containsExactlyInAnyOrder("one", "two");
    assertThat(gone).isEmpty();
  }

  private static String polled(BlockingQueue<String> queue) throws InterruptedException {
    return String.valueOf(queue.poll(30, TimeUnit.SECONDS));
  }
}
