package ai.hal9.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertow.Undertow;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;

/** A game's action, passed on to its owner with the headers and the client that nodes use. */
final class HttpTalk implements PeerTalk {

  static final byte[] ACTION =
      "{\"player_id\":\"019a0000-0000-7000-8000-000000000002\",\"side\":1}".getBytes(UTF_8);
  static final byte[] ANSWER =
      """
      {"data":{"action_id":"019a0000-0000-7000-8000-000000000003","round":17,"side":1,\
      "accepted_at":"2026-01-05T09:00:00.123Z"}}"""
          .getBytes(UTF_8);
  static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  static final String WORD = "00112233445566778899aabbccddeeff";

  private static final int BUFFER_BYTES = 16 * 1_024 - 20;
  private static final int POOLED_BUFFERS = 1_024;

  private final Undertow server;
  private final HttpRequest request;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpTalk() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, POOLED_BUFFERS, 0))
            .setHandler(
                exchange ->
                    exchange
                        .getRequestReceiver()
                        .receiveFullBytes(
                            (answering, body) -> {
                              answering
                                  .getResponseHeaders()
                                  .put(Headers.CONTENT_TYPE, "application/json");
                              answering.getResponseSender().send(ByteBuffer.wrap(ANSWER));
                            }))
            .build();
    server.start();
    var port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/api/games/019a0000-0000-7000-8000-000000000001/actions"
                        .formatted(port)))
            .header("Content-Type", "application/json")
            .header("traceparent", TRACE)
            .header("X-Hal9-Forwarded", WORD)
            .header("X-Forwarded-For", "192.0.2.1")
            .POST(BodyPublishers.ofByteArray(ACTION))
            .build();
  }

  @Override
  public void say(Runnable heard) {
    var _ =
        client
            .sendAsync(request, BodyHandlers.ofByteArray())
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null && answer.statusCode() == 200) {
                    heard.run();
                  } else {
                    // is missed, and so ends the measurement
                    System.err.println(failure == null ? answer : failure);
                  }
                });
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.stop();
  }
}
