package ai.hal9.engine.tuning;

import ai.hal9.api.signal.Durability;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.api.tuning.ValueRules;
import ai.hal9.api.yaml.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What stands against a change: each value alone, then the values together. */
final class TuningRules {

  private final ConnectionBudget budget;
  private final Supplier<Optional<String>> queueObstacle;

  TuningRules(ConnectionBudget budget, Supplier<Optional<String>> queueObstacle) {
    this.budget = budget;
    this.queueObstacle = queueObstacle;
  }

  /**
   * All that stands against a change.
   *
   * @param scope how far the change reaches
   * @param values what there would be after it, by key
   * @param inForce the value in force of every parameter, without the change
   * @param clusterWide the value that other nodes have of every parameter, without the change
   */
  List<TuningViolation> violations(
      TuningScope scope,
      Map<String, String> values,
      Map<String, String> inForce,
      Map<String, String> clusterWide) {
    var known = new TreeMap<>(values);
    known.keySet().removeIf(key -> TuningCatalogue.find(key).isEmpty());
    var found = new ArrayList<>(ValueRules.violations(TuningCatalogue.all(), known, inForce));
    values.keySet().stream()
        .filter(key -> !known.containsKey(key))
        .forEach(key -> found.add(unknown(key, values)));
    found.sort(Comparator.comparing(TuningViolation::key));
    if (found.isEmpty()) {
      connections(scope, values, clusterWide).ifPresent(found::add);
      durability(values).ifPresent(found::add);
    }
    return found;
  }

  /** Nobody is promised what the queue cannot keep. */
  private Optional<TuningViolation> durability(Map<String, String> values) {
    var key = TuningCatalogue.DURABILITY.key();
    var queued = Durability.QUEUED.wireName();
    return queued.equals(values.get(key))
        ? queueObstacle.get().map(why -> new TuningViolation(key, queued, why))
        : Optional.empty();
  }

  private static TuningViolation unknown(String key, Map<String, String> values) {
    var nearest = Nearest.to(key, TuningCatalogue.all().stream().map(TuningParameter::key));
    return new TuningViolation(
        key,
        values.getOrDefault(key, ""),
        "no such parameter" + nearest.map(meant -> "; did you mean " + meant).orElse(""));
  }

  private Optional<TuningViolation> connections(
      TuningScope scope, Map<String, String> values, Map<String, String> clusterWide) {
    var key = TuningCatalogue.DB_MAX_CONNECTIONS.key();
    var asked = values.get(key);
    if (asked == null) {
      return Optional.empty();
    }
    var known = budget.room();
    if (known.isEmpty()) {
      return Optional.of(
          new TuningViolation(
              key, asked, "PostgreSQL does not answer, so its max_connections is not known"));
    }
    var room = known.get();
    var others = number(clusterWide, key);
    var sum =
        switch (scope) {
          case CLUSTER -> room.members() * Long.parseLong(asked);
          case NODE -> (room.members() - 1) * (long) others + Long.parseLong(asked);
        };
    if (sum + room.reserve() <= room.serverMaximum()) {
      return Optional.empty();
    }
    var terms =
        scope == TuningScope.CLUSTER
            ? "%d nodes x %s".formatted(room.members(), asked)
            : "%d other nodes x %d + %s".formatted(room.members() - 1, others, asked);
    return Optional.of(
        new TuningViolation(
            key,
            asked,
            "%s + %d reserved = %d, more than PostgreSQL's max_connections of %d"
                .formatted(terms, room.reserve(), sum + room.reserve(), room.serverMaximum())));
  }

  private static int number(Map<String, String> values, String key) {
    return Integer.parseInt(values.getOrDefault(key, "0"));
  }
}
