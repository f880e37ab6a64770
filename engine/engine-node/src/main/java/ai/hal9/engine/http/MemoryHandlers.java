package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.get;
import static ai.hal9.engine.http.Endpoint.post;
import static ai.hal9.engine.http.Endpoint.put;

import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.memory.Recall;
import ai.hal9.engine.memory.Remembered;
import ai.hal9.engine.memory.StateText;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** {@code /api/v1/neurons/{id}/state} and {@code …/memories}. */
final class MemoryHandlers {

  private static final String NEURON = "/api/v1/neurons/{id}";
  private static final int NEURON_PART = 4;
  private static final int DEFAULT_LIMIT = 20;
  private static final int LONGEST_QUERY = 1_000;

  private final NeuronMemory memory;
  private final Entrance entrance;
  private final RequestBody body;
  private final Reply reply;
  private final Offload offload;

  MemoryHandlers(
      NeuronMemory memory, Entrance entrance, RequestBody body, Reply reply, Offload offload) {
    this.memory = memory;
    this.entrance = entrance;
    this.body = body;
    this.reply = reply;
    this.offload = offload;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(NEURON + "/state", entrance.before(this::state)),
        put(NEURON + "/state", entrance.before(this::keepState)),
        post(NEURON + "/memories", entrance.before(this::remember)),
        get(NEURON + "/memories", entrance.before(this::search)),
        get(NEURON + "/memories/recent", entrance.before(this::recent)),
        post(NEURON + "/memories/nearest", entrance.before(this::nearest)));
  }

  private void state(HttpServerExchange exchange) {
    asked(exchange, () -> memory.state(neuron(exchange)), (to, json) -> raw(to, json));
  }

  private void keepState(HttpServerExchange exchange) {
    body.read(
        exchange,
        (reading, bytes, length) ->
            StateText.of(bytes, length)
                .ifPresentOrElse(
                    json ->
                        asked(
                            reading,
                            () -> memory.keepState(neuron(reading), json),
                            (to, strategy) -> raw(to, "{\"strategy\":\"" + strategy + "\"}")),
                    () ->
                        reply.problem(
                            reading,
                            Problem.badRequest(
                                "A state is a JSON object without NUL characters, halves of"
                                    + " surrogate pairs or numbers beyond 1e400."))));
  }

  private void remember(HttpServerExchange exchange) {
    body.read(
        exchange,
        (reading, bytes, length) -> {
          switch (MemoryBody.read(bytes, length, true)) {
            case MemoryBody.Wrong(var problem) -> reply.problem(reading, problem);
            case MemoryBody.Right(var content, var embedding, var _) ->
                asked(
                    reading,
                    () -> memory.remember(neuron(reading), content, embedding),
                    this::remembered);
          }
        });
  }

  private void nearest(HttpServerExchange exchange) {
    body.read(
        exchange,
        (reading, bytes, length) -> {
          switch (MemoryBody.read(bytes, length, false)) {
            case MemoryBody.Wrong(var problem) -> reply.problem(reading, problem);
            case MemoryBody.Right(var _, var embedding, var limit) ->
                asked(
                    reading,
                    () -> memory.nearest(neuron(reading), embedding, limit),
                    this::memories);
          }
        });
  }

  private void search(HttpServerExchange exchange) {
    var words = parameter(exchange, "q");
    if (words.isBlank() || words.length() > LONGEST_QUERY || !StateText.storable(words)) {
      reply.problem(
          exchange,
          Problem.badField("q", "must be 1 to " + LONGEST_QUERY + " characters to search for"));
      return;
    }
    limit(exchange)
        .ifPresent(
            limit ->
                asked(
                    exchange,
                    () -> memory.search(neuron(exchange), words.strip(), limit),
                    this::memories));
  }

  private void recent(HttpServerExchange exchange) {
    limit(exchange)
        .ifPresent(
            limit -> asked(exchange, () -> memory.recent(neuron(exchange), limit), this::memories));
  }

  private void remembered(HttpServerExchange exchange, Remembered memory) {
    var data = new LinkedHashMap<String, Object>();
    data.put("id", memory.id().toString());
    data.put("created_at", memory.createdAt().toString());
    data.put("committed", memory.committed());
    reply.data(exchange, memory.committed() ? StatusCodes.CREATED : StatusCodes.ACCEPTED, data);
  }

  private void memories(HttpServerExchange exchange, List<String> memories) {
    raw(exchange, "{\"memories\":[" + String.join(",", memories) + "]}");
  }

  private void raw(HttpServerExchange exchange, String json) {
    var whole = "{\"data\":" + json + "}";
    reply.send(exchange, Reply.JSON, ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8)));
  }

  private <T> void asked(
      HttpServerExchange exchange,
      Supplier<Recall<T>> question,
      BiConsumer<HttpServerExchange, T> done) {
    offload.run(
        exchange,
        question,
        (answering, outcome) -> {
          switch (outcome) {
            case Recall.Done<T>(var value) -> done.accept(answering, value);
            case Recall.Refused<T>(var reason, var detail) ->
                reply.problem(answering, problem(reason, detail));
          }
        });
  }

  private static Problem problem(Recall.Reason reason, String detail) {
    return switch (reason) {
      case NO_SUCH_NEURON -> Problem.notFound(detail);
      case NO_VECTORS -> Problem.of(StatusCodes.NOT_IMPLEMENTED, "no-vectors", detail);
      case UNAVAILABLE -> Problem.unavailable("store-unavailable", detail);
    };
  }

  private OptionalInt limit(HttpServerExchange exchange) {
    var given = parameter(exchange, "limit");
    if (given.isEmpty()) {
      return OptionalInt.of(DEFAULT_LIMIT);
    }
    if (given.matches("\\d{1,3}")) {
      var limit = Integer.parseInt(given);
      if (limit >= 1 && limit <= NeuronMemory.MOST) {
        return OptionalInt.of(limit);
      }
    }
    reply.problem(
        exchange,
        Problem.badField("limit", "must be a whole number from 1 to " + NeuronMemory.MOST));
    return OptionalInt.empty();
  }

  private static String parameter(HttpServerExchange exchange, String name) {
    var given = exchange.getQueryParameters().get(name);
    var first = given == null ? null : given.peekFirst();
    return first == null ? "" : first;
  }

  private static String neuron(HttpServerExchange exchange) {
    return exchange.getRequestPath().split("/", -1)[NEURON_PART];
  }
}
