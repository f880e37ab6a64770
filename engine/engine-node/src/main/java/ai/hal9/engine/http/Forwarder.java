package ai.hal9.engine.http;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.telemetry.Meters;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Passes a request on to the node that owns its game and its answer back, once: a node that gets a
 * request passed on and does not own the game says so, and the client asks again.
 */
final class Forwarder implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ClientAddress addresses;
  private final Reply reply;
  private final Meters.Count forwarded;
  private final HttpClient client = Peer.client();

  Forwarder(ClientAddress addresses, Reply reply, Meters meters) {
    this.addresses = addresses;
    this.reply = reply;
    this.forwarded = meters.count(MetricCatalogue.GAMES_FORWARDED);
  }

  /** What the owner said. */
  private sealed interface Answer {
    record Said(HttpResponse<byte[]> response) implements Answer {}

    record Silence(String reason) implements Answer {}
  }

  /** Posts the body to the owner under the exchange's path; called on the IO thread. */
  void post(HttpServerExchange exchange, Peer owner, byte[] body) {
    if (PassedOn.allegedly(exchange)) {
      reply.problem(exchange, misdirected(owner));
      return;
    }
    forwarded.increment();
    var late = new LateAnswer<>(exchange, reply, this::pass);
    var request =
        HttpRequest.newBuilder(owner.url().resolve(exchange.getRequestPath()))
            .timeout(TIMEOUT)
            .header("Content-Type", Reply.JSON)
            .header(TraceParent.HEADER.toString(), TraceParent.of(exchange).toString())
            .POST(BodyPublishers.ofByteArray(body));
    PassedOn.headers(exchange, owner, addresses.of(exchange), request::header);
    var _ =
        client
            .sendAsync(request.build(), BodyHandlers.ofByteArray())
            .whenComplete(
                (response, failure) ->
                    late.accept(
                        failure == null
                            ? new Answer.Said(response)
                            : new Answer.Silence(String.valueOf(failure.getMessage()))));
    late.awaited();
  }

  /** What a node says that is asked for another's. */
  static Problem misdirected(Peer owner) {
    return Problem.of(
        421,
        "another-nodes-game",
        "The game is played on another node, at " + owner.url() + "; ask there, or ask again.");
  }

  private void pass(HttpServerExchange exchange, Answer answer) {
    switch (answer) {
      case Answer.Said(var response) -> {
        exchange.setStatusCode(response.statusCode());
        for (var told : List.of(Headers.RETRY_AFTER, Headers.WWW_AUTHENTICATE)) {
          response
              .headers()
              .firstValue(told.toString())
              .ifPresent(value -> exchange.getResponseHeaders().put(told, value));
        }
        var type = response.headers().firstValue("Content-Type").orElse(Reply.JSON);
        reply.send(exchange, type, ByteBuffer.wrap(response.body()));
      }
      case Answer.Silence(var reason) ->
          reply.problem(
              exchange,
              new Problem(
                  StatusCodes.SERVICE_UNAVAILABLE,
                  "outcome-unknown",
                  "The game's owner did not answer, it may have been done: " + reason,
                  Duration.ofSeconds(1),
                  List.of()));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
