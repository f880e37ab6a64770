package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.get;
import static ai.hal9.engine.http.Endpoint.post;

import ai.hal9.engine.queue.DeadLetter;
import ai.hal9.engine.queue.QueueException;
import ai.hal9.engine.queue.SignalQueue;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * {@code /api/v1/queue}: how the durable queue is; its dead letters, and what becomes of them. A
 * decision names the dead letters it is about: {@code {"ids": [...]}}, as the list shows them.
 */
final class QueueHandlers {

  private static final int MOST_SHOWN = 100;

  private final SignalQueue queue;
  private final RequestBody body;
  private final Reply reply;
  private final Offload offload;

  QueueHandlers(SignalQueue queue, RequestBody body, Reply reply, Offload offload) {
    this.queue = queue;
    this.body = body;
    this.reply = reply;
    this.offload = offload;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get("/api/v1/queue", this::state).forTheTrusted(),
        get("/api/v1/queue/dead", this::dead).forTheTrusted(),
        post("/api/v1/queue/redrive", decide("redriven", queue::redrive)).forTheTrusted(),
        post("/api/v1/queue/discard", decide("discarded", queue::discard)).forTheTrusted());
  }

  private void state(HttpServerExchange exchange) {
    answer(
        exchange,
        () -> {
          var state = queue.state();
          var data = new LinkedHashMap<String, Object>();
          data.put("signals", state.signals());
          data.put("entries", state.entries());
          data.put("pending", state.pending());
          data.put("oldest_seconds", state.oldest().toMillis() / 1_000.0);
          data.put("dead_letters", state.deadLetters());
          data.put("set_aside", state.setAside());
          data.put("obstacle", queue.obstacle().map(SignalQueue.Obstacle::message).orElse(""));
          return data;
        });
  }

  private void dead(HttpServerExchange exchange) {
    answer(
        exchange, () -> queue.deadLetters(MOST_SHOWN).stream().map(QueueHandlers::letter).toList());
  }

  private HttpHandler decide(String word, ToIntFunction<List<String>> decision) {
    return exchange ->
        body.read(
            exchange,
            (reading, bytes, length) ->
                ids(bytes, length)
                    .ifPresentOrElse(
                        ids -> answer(reading, () -> Map.of(word, decision.applyAsInt(ids))),
                        () ->
                            reply.problem(
                                reading,
                                Problem.badField(
                                    "ids", "must list the ids of dead letters, 100 at most"))));
  }

  private void answer(HttpServerExchange exchange, Supplier<Object> question) {
    offload.run(exchange, () -> asked(question), this::tell);
  }

  private void tell(HttpServerExchange exchange, Object answer) {
    if (answer instanceof Problem problem) {
      reply.problem(exchange, problem);
    } else {
      reply.data(exchange, answer);
    }
  }

  private static Object asked(Supplier<Object> question) {
    try {
      return question.get();
    } catch (QueueException e) {
      return Problem.unavailable("queue-unavailable", String.valueOf(e.getMessage()));
    }
  }

  private static Optional<List<String>> ids(byte[] bytes, int length) {
    return switch (JsonBody.read(bytes, length)) {
      case JsonBody.Read.Wrong(var _) -> Optional.empty();
      case JsonBody.Read.Tree(var root) -> {
        var ids = root.path("ids").valueStream().map(id -> id.stringValue("")).toList();
        yield Optional.of(ids)
            .filter(some -> !some.isEmpty() && some.size() <= MOST_SHOWN)
            .filter(some -> some.stream().allMatch(QueueHandlers::isId));
      }
    };
  }

  private static boolean isId(String text) {
    return text != null && text.matches("\\d{1,19}-\\d{1,19}");
  }

  private static Map<String, Object> letter(DeadLetter letter) {
    var data = new LinkedHashMap<String, Object>();
    data.put("id", letter.id());
    data.put("at", letter.at().toString());
    data.put("reason", letter.reason());
    data.put("signals", letter.signals().stream().map(Object::toString).toList());
    data.put("bytes", letter.bytes());
    return data;
  }
}
