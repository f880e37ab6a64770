package ai.hal9.engine.http;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.engine.account.Caller;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.signal.StoredSignal;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** The routes that tell a state: health, status, neurons, stored signals, metrics, members. */
final class StateHandlers {

  private static final Logger LOG = LoggerFactory.getLogger(StateHandlers.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final NodeApi api;
  private final KnownUsers users;
  private final Entrance entrance;
  private final Reply reply;
  private final Offload offload;
  private final BooleanSupplier draining;

  /** What {@link #metricsPage} says. */
  private @Nullable Map<String, Object> told;

  private byte[] metricsPage = {};

  StateHandlers(
      NodeApi api,
      KnownUsers users,
      Entrance entrance,
      Reply reply,
      Offload offload,
      BooleanSupplier draining) {
    this.api = api;
    this.users = users;
    this.entrance = entrance;
    this.reply = reply;
    this.offload = offload;
    this.draining = draining;
  }

  /** The process answers. */
  void live(HttpServerExchange exchange) {
    reply.data(exchange, Map.of("status", "up"));
  }

  /** Whether to send signals here. */
  void ready(HttpServerExchange exchange) {
    var parts = parts();
    if (parts.stream().allMatch(part -> part.ready() || !part.required())) {
      reply.data(exchange, health("ready", parts));
    } else {
      var missing =
          parts.stream()
              .filter(part -> !part.ready())
              .map(part -> Problem.violation("part", part.name(), "message", part.reason()))
              .toList();
      reply.problem(
          exchange,
          new Problem(
              StatusCodes.SERVICE_UNAVAILABLE,
              "not-ready",
              "The node cannot answer signals now.",
              Duration.ofSeconds(1),
              missing));
    }
  }

  /** What is well and what is not; 503 only when the node is about to go. */
  void health(HttpServerExchange exchange) {
    var parts = parts();
    var status = parts.stream().allMatch(Readiness.Part::ready) ? "up" : "degraded";
    if (draining.getAsBoolean()) {
      ready(exchange);
    } else {
      reply.data(exchange, health(status, parts));
    }
  }

  void status(HttpServerExchange exchange) {
    var identity = api.identity();
    var uptime = Duration.between(identity.startedAt(), api.clock().instant());
    var data = new LinkedHashMap<String, Object>();
    data.put("status", draining.getAsBoolean() ? "draining" : "running");
    data.put("running", !draining.getAsBoolean());
    data.put("version", identity.version());
    data.put("uptime_seconds", uptime.toMillis() / 1_000.0);
    data.put("started_at", identity.startedAt().toString());
    data.put("node", identity.name());
    data.put("region", identity.region());
    data.put("cluster", identity.cluster());
    reply.data(exchange, data);
  }

  void neurons(HttpServerExchange exchange) {
    reply.data(exchange, api.neurons().stream().map(StateHandlers::neuron).toList());
  }

  void neuron(HttpServerExchange exchange) {
    var id = Endpoint.lastPart(exchange);
    var found = api.neurons().stream().filter(neuron -> neuron.id().equals(id)).findFirst();
    if (found.isPresent()) {
      reply.data(exchange, neuron(found.get()));
    } else {
      reply.problem(exchange, Problem.notFound("No neuron has the id '" + id + "'."));
    }
  }

  /** A stored signal: a known user's to that user alone, and to a known user no other. */
  void signal(HttpServerExchange exchange) throws Exception {
    UUID id;
    try {
      id = UUID.fromString(Endpoint.lastPart(exchange));
    } catch (IllegalArgumentException e) {
      reply.problem(exchange, Problem.badField("id", "must be a UUID"));
      return;
    }
    entrance.ask(
        exchange, (known, caller) -> offload.run(known, () -> find(id, caller), this::stored));
  }

  void metrics(HttpServerExchange exchange) {
    offload.run(
        exchange,
        this::metricsPage,
        (answering, page) -> reply.send(answering, Reply.JSON, ByteBuffer.wrap(page)));
  }

  void prometheus(HttpServerExchange exchange) {
    var accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
    offload.run(
        exchange,
        () -> api.metrics().prometheus(accept),
        (answering, page) ->
            reply.send(answering, page.contentType(), ByteBuffer.wrap(page.body())));
  }

  void cluster(HttpServerExchange exchange) {
    offload.run(
        exchange,
        () -> {
          var members = api.membership().members().stream().map(StateHandlers::member).toList();
          var data = new LinkedHashMap<String, Object>();
          data.put("cluster", api.identity().cluster());
          data.put("self", api.identity().name());
          data.put("members", members);
          return data;
        },
        reply::data);
  }

  /** Written once an interval, however often it is asked for. */
  @SuppressWarnings("ReferenceEquality") // it is the same map until the next interval
  private synchronized byte[] metricsPage() {
    var tree = api.metrics().json();
    if (tree != told) {
      metricsPage = Reply.written(tree);
      told = tree;
    }
    return metricsPage;
  }

  private Object find(UUID id, @Nullable Caller caller) {
    try {
      return api.signals().find(id).filter(row -> isFor(caller, row));
    } catch (RuntimeException e) {
      LOG.warn("The signal {} could not be looked up: {}", id, e.toString());
      return Problem.unavailable("store-unavailable", "PostgreSQL does not answer; try again.");
    }
  }

  private boolean isFor(@Nullable Caller caller, StoredSignal row) {
    var user = JSON.readTree(row.payload()).path("user_id").asString("");
    return caller == null ? !users.contains(user) : user.equals(caller.user());
  }

  private void stored(HttpServerExchange exchange, Object found) {
    if (found instanceof Problem problem) {
      reply.problem(exchange, problem);
    } else if (found instanceof Optional<?> row
        && row.orElse(null) instanceof StoredSignal signal) {
      var data = new LinkedHashMap<String, Object>();
      data.put("signal_id", signal.id().toString());
      data.put("neuron_id", signal.neuronId().toString());
      data.put("timestamp", signal.timestamp().toString());
      data.put("durability", signal.durability().wireName());
      data.put("payload", new RawValue(signal.payload()));
      reply.data(exchange, data);
    } else {
      reply.problem(
          exchange,
          Problem.notFound("No signal of this id is stored, nor found waiting in the queue."));
    }
  }

  private List<Readiness.Part> parts() {
    if (draining.getAsBoolean()) {
      return List.of(new Readiness.Part("node", false, true, "the node is shutting down"));
    }
    return api.readiness().parts();
  }

  private static Map<String, Object> health(String status, List<Readiness.Part> parts) {
    var data = new LinkedHashMap<String, Object>();
    data.put("status", status);
    data.put("parts", parts.stream().map(StateHandlers::part).toList());
    return data;
  }

  private static Map<String, Object> part(Readiness.Part part) {
    var data = new LinkedHashMap<String, Object>();
    data.put("name", part.name());
    data.put("ready", part.ready());
    data.put("required", part.required());
    data.put("reason", part.reason());
    return data;
  }

  private static Map<String, Object> neuron(NodeConfig.Neuron neuron) {
    var data = new LinkedHashMap<String, Object>();
    data.put("id", neuron.id());
    data.put("layer", neuron.layer().name());
    data.put("forward_connections", neuron.forwardConnections());
    return data;
  }

  private static Map<String, Object> member(ClusterMember member) {
    var data = new LinkedHashMap<String, Object>();
    data.put("name", member.name());
    data.put("url", member.url().toString());
    data.put("region", member.region());
    data.put("version", member.version());
    data.put("started_at", member.startedAt().toString());
    data.put("last_seen", member.lastSeen().toString());
    return data;
  }
}
