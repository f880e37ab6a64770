package ai.hal9.engine.http;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.api.tuning.ValueSource;
import ai.hal9.engine.http.TuningRequest.Read;
import ai.hal9.engine.tuning.TuningService;
import ai.hal9.engine.tuning.TuningState;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code /api/v1/tuning}: what is in force, and changing it. */
final class TuningHandlers {

  private final TuningService tuning;
  private final TuningOrigin.Authority authority;
  private final RequestBody body;
  private final Reply reply;
  private final Offload offload;

  TuningHandlers(
      TuningService tuning,
      TuningOrigin.Authority authority,
      RequestBody body,
      Reply reply,
      Offload offload) {
    this.tuning = tuning;
    this.authority = authority;
    this.body = body;
    this.reply = reply;
    this.offload = offload;
  }

  void show(HttpServerExchange exchange) {
    offload.run(exchange, this::state, reply::data);
  }

  void change(HttpServerExchange exchange) {
    body.read(
        exchange,
        (reading, bytes, length) -> {
          switch (TuningRequest.read(bytes, length)) {
            case Read.Change(var change) ->
                offload.run(reading, () -> tuning.apply(change, authority), this::answer);
            case Read.Wrong(var problem) -> reply.problem(reading, problem);
          }
        });
  }

  private void answer(HttpServerExchange exchange, TuningOutcome outcome) {
    switch (outcome) {
      case TuningOutcome.Applied(var version) -> reply.data(exchange, version(version));
      case TuningOutcome.Refused(var violations) ->
          reply.problem(
              exchange,
              new Problem(
                  StatusCodes.UNPROCESSABLE_ENTITY,
                  "tuning-refused",
                  "Nothing was changed: " + violations.size() + " values are not allowed.",
                  Duration.ZERO,
                  violations.stream()
                      .map(
                          violation ->
                              Problem.violation(
                                  "key", violation.key(),
                                  "value", violation.value(),
                                  "allowed", violation.allowed()))
                      .toList()));
      case TuningOutcome.Conflict(var expected, var actual) ->
          reply.problem(
              exchange,
              Problem.of(
                  StatusCodes.CONFLICT,
                  "tuning-conflict",
                  "Nothing was changed: version %d was expected, version %d is in force."
                      .formatted(expected, actual)));
      case TuningOutcome.Unreachable(var reason) ->
          reply.problem(
              exchange,
              Problem.unavailable("tuning-unreachable", "Nothing was changed: " + reason));
    }
  }

  private Map<String, Object> state() {
    var state = tuning.state();
    var data = new LinkedHashMap<String, Object>();
    data.put("version", tuning.current().version());
    data.put("node_version", state.nodeVersion());
    data.put("cluster_version", state.clusterVersion());
    data.put("values", new TreeMap<>(state.effective()));
    data.put(
        "parameters",
        TuningCatalogue.all().stream().map(parameter -> parameter(parameter, state)).toList());
    data.put("history", history());
    return data;
  }

  private Map<String, List<Map<String, Object>>> history() {
    var byScope = new LinkedHashMap<String, List<Map<String, Object>>>();
    for (var scope : TuningScope.values()) {
      byScope.put(
          lower(scope), tuning.history(scope).stream().map(TuningHandlers::version).toList());
    }
    return byScope;
  }

  private static Map<String, Object> parameter(TuningParameter parameter, TuningState state) {
    var key = parameter.key();
    var data = new LinkedHashMap<String, Object>();
    data.put("key", key);
    data.put("value", state.effective().getOrDefault(key, parameter.defaultValue()));
    data.put("source", lower(source(key, state)));
    data.put("type", lower(parameter.type()));
    data.put("unit", parameter.unit());
    data.put("min", parameter.min());
    data.put("max", parameter.max());
    data.put("default", parameter.defaultValue());
    data.put("choices", parameter.choices());
    data.put("allowed", parameter.allowed());
    data.put("application", lower(parameter.application()));
    data.put("trades", parameter.trades());
    data.put(
        "inherited",
        Map.of(
            lower(TuningScope.NODE), state.beneathNode().getOrDefault(key, ""),
            lower(TuningScope.CLUSTER), state.beneathCluster().getOrDefault(key, "")));
    return data;
  }

  private static ValueSource source(String key, TuningState state) {
    if (state.node().containsKey(key)) {
      return ValueSource.NODE;
    }
    if (state.cluster().containsKey(key)) {
      return ValueSource.CLUSTER;
    }
    return state.file().containsKey(key) ? ValueSource.FILE : ValueSource.DEFAULT;
  }

  static Map<String, Object> version(TuningVersion version) {
    var data = new LinkedHashMap<String, Object>();
    data.put("version", version.version());
    data.put("scope", lower(version.scope()));
    data.put("time", version.time().toString());
    data.put("who", version.who());
    data.put("why", version.why());
    data.put("node", version.origin().node());
    data.put("authority", lower(version.origin().authority()));
    data.put("before", new TreeMap<>(version.before()));
    data.put("after", new TreeMap<>(version.after()));
    data.put("inherited", new TreeSet<>(version.inherited()));
    data.put("unset", new TreeSet<>(version.unset()));
    var revertAt = version.revertAt();
    if (revertAt != null) {
      data.put("revert_at", revertAt.toString());
    }
    return data;
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
