package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.get;
import static ai.hal9.engine.http.Endpoint.patch;
import static ai.hal9.engine.http.Endpoint.post;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All routes of a node. What clients ask is behind the node's rate limit, whatever it is; behind
 * their own each route puts itself.
 */
final class Endpoints {

  private Endpoints() {}

  static List<Endpoint> of(
      SignalHandler signal,
      StateHandlers state,
      TuningHandlers tuning,
      TelemetryHandler telemetry,
      QueueHandlers queue,
      RateGate gate,
      List<Endpoint> auth,
      List<Endpoint> games,
      List<Endpoint> memories) {
    var signals =
        List.of(post("/api/v1/signal", signal), get("/api/v1/signals/{id}", state::signal));
    var clients =
        Stream.of(signals, auth, games, memories)
            .flatMap(List::stream)
            .map(endpoint -> endpoint.behind(gate::before));
    var node =
        List.of(
            get("/api/v1/neurons", state::neurons),
            get("/api/v1/neurons/{id}", state::neuron),
            get("/api/v1/status", state::status).toTheEnd(),
            get("/api/v1/metrics", state::metrics).toTheEnd(),
            get("/metrics", state::prometheus).toTheEnd(),
            get("/health", state::health).toTheEnd(),
            get("/health/live", state::live).toTheEnd(),
            get("/health/ready", state::ready).toTheEnd(),
            get("/api/v1/tuning", tuning::show).forTheTrusted(),
            patch("/api/v1/tuning", tuning::change).forTheTrusted(),
            get("/api/v1/cluster", state::cluster).forTheTrusted(),
            get("/api/v1/telemetry", telemetry).forTheTrusted());
    return Stream.of(clients, node.stream(), queue.endpoints().stream())
        .flatMap(Function.identity())
        .toList();
  }
}
