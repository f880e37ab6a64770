package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.ValueSource;
import ai.hal9.sim.telemetry.TuningReading;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the nodes of a cluster say of their tuning.
 *
 * @param nodes by name
 * @param silent members that did not answer, and why, by name
 */
record ClusterTuning(SortedMap<String, TuningReading> nodes, SortedMap<String, String> silent) {

  static final ClusterTuning NONE = new ClusterTuning(new TreeMap<>(), new TreeMap<>());

  ClusterTuning {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    silent = Collections.unmodifiableSortedMap(new TreeMap<>(silent));
  }

  /** Those of any node, in the order they are shown. */
  List<TuningParameter> parameters() {
    var byKey = new TreeMap<String, TuningParameter>();
    nodes
        .values()
        .forEach(node -> node.parameters().forEach(known -> byKey.putIfAbsent(known.key(), known)));
    return byKey.values().stream().sorted(Parameters.ORDER).toList();
  }

  Optional<TuningParameter> parameter(String key) {
    return parameters().stream().filter(parameter -> parameter.key().equals(key)).findFirst();
  }

  /**
   * The values in force, by key. For all nodes: what a node has that has no value of its own; its
   * own value, where all have one. A node that has heard of more changes goes before one that has
   * yet to.
   */
  Map<String, String> inForce(Target target) {
    return switch (target) {
      case Target.OneNode(var name) ->
          Optional.ofNullable(nodes.get(name)).map(TuningReading::values).orElse(Map.of());
      case Target.AllNodes _ -> {
        var values = new TreeMap<String, String>();
        newestFirst().forEach(node -> node.values().forEach(values::putIfAbsent));
        var settled = new TreeMap<String, String>();
        for (var node : newestFirst()) {
          node.values()
              .forEach(
                  (key, value) -> {
                    if (node.sources().get(key) != ValueSource.NODE) {
                      settled.putIfAbsent(key, value);
                    }
                  });
        }
        values.putAll(settled);
        yield values;
      }
    };
  }

  /** By how many changes for all nodes each has heard of, then by name. */
  private List<TuningReading> newestFirst() {
    return nodes.values().stream()
        .sorted(
            Comparator.comparingLong((TuningReading node) -> node.version(TuningScope.CLUSTER))
                .reversed())
        .toList();
  }

  /** The value of a key on each node. */
  SortedMap<String, String> byNode(String key) {
    var values = new TreeMap<String, String>();
    nodes.forEach(
        (name, node) -> {
          var value = node.values().get(key);
          if (value != null) {
            values.put(name, value);
          }
        });
    return values;
  }

  /** The nodes that have a value of their own for a key: a change for all nodes passes them by. */
  List<String> owners(String key) {
    return nodes.entrySet().stream()
        .filter(node -> node.getValue().sources().get(key) == ValueSource.NODE)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Where a key's value comes from. */
  ValueSource source(String key, Target target) {
    return switch (target) {
      case Target.OneNode(var name) ->
          Optional.ofNullable(nodes.get(name))
              .map(node -> node.sources().get(key))
              .orElse(ValueSource.DEFAULT);
      case Target.AllNodes _ ->
          newestFirst().stream()
              .flatMap(node -> Optional.ofNullable(node.sources().get(key)).stream())
              .min(Comparator.comparing(source -> source == ValueSource.NODE))
              .orElse(ValueSource.DEFAULT);
    };
  }

  /** Whether a key is set for a target itself, as far as can be told. */
  boolean sets(Target target, String key) {
    return source(key, target)
        == switch (target) {
          case Target.OneNode _ -> ValueSource.NODE;
          case Target.AllNodes _ -> ValueSource.CLUSTER;
        };
  }

  /**
   * The values keys have where they are not set for a target, by key. For all nodes: those on which
   * all nodes agree. Nothing where the nodes do not tell.
   */
  Map<String, String> inherited(Target target) {
    return switch (target) {
      case Target.OneNode(var name) ->
          Optional.ofNullable(nodes.get(name))
              .map(node -> node.inherited(TuningScope.NODE))
              .orElse(Map.of());
      case Target.AllNodes _ ->
          nodes.values().stream()
              .map(node -> node.inherited(TuningScope.CLUSTER))
              .reduce(ClusterTuning::common)
              .orElse(Map.of());
    };
  }

  private static Map<String, String> common(Map<String, String> one, Map<String, String> other) {
    var common = new TreeMap<>(one);
    common.entrySet().retainAll(other.entrySet());
    return common;
  }

  /** The values parameters have when they stand so: what is inherited, as it is now. */
  Map<String, String> values(Target target, Stand stand) {
    var values = new TreeMap<>(stand.values());
    var beneath = inherited(target);
    stand.inherited().forEach(key -> values.computeIfPresent(key, beneath::getOrDefault));
    return values;
  }

  /** The number of changes there have been: what the next one may insist on. */
  long version(Target target) {
    return switch (target) {
      case Target.OneNode(var name) ->
          Optional.ofNullable(nodes.get(name))
              .map(node -> node.version(TuningScope.NODE))
              .orElse(0L);
      case Target.AllNodes _ ->
          nodes.values().stream()
              .mapToLong(node -> node.version(TuningScope.CLUSTER))
              .max()
              .orElse(0);
    };
  }

  /** Every change remembered, newest first. */
  List<Recorded> history() {
    var ofCluster =
        nodes.values().stream()
            .max(Comparator.comparingLong(node -> node.version(TuningScope.CLUSTER)))
            .map(node -> node.history(TuningScope.CLUSTER))
            .orElse(List.of())
            .stream()
            .map(version -> new Recorded(Target.cluster(), version));
    var ofNodes =
        nodes.entrySet().stream()
            .flatMap(
                node ->
                    node.getValue().history(TuningScope.NODE).stream()
                        .map(version -> new Recorded(new Target.OneNode(node.getKey()), version)));
    return Stream.concat(ofCluster, ofNodes)
        .sorted(Comparator.comparing(Recorded::time).reversed())
        .toList();
  }

  /** The changes of a target after a version, newest first. */
  List<Recorded> since(Target target, long version) {
    return history().stream()
        .filter(change -> change.target().equals(target))
        .filter(change -> change.version().version() > version)
        .toList();
  }

  /**
   * The values that differ from those after a change, as they were then: what leads back to it.
   * Nothing where no later change of its target is left.
   */
  Map<String, String> leadingBackTo(Target target, long version) {
    var then = new TreeMap<String, String>();
    since(target, version)
        .forEach(change -> then.putAll(values(target, Stand.before(change.version()))));
    var now = inForce(target);
    then.entrySet().removeIf(entry -> entry.getValue().equals(now.get(entry.getKey())));
    return then;
  }

  /** The changes that will revert by themselves: those whose values are not all changed since. */
  List<Recorded> reverting(Instant now) {
    return history().stream()
        .filter(change -> change.revertAt().filter(now::isBefore).isPresent())
        .filter(this::reverting)
        .toList();
  }

  /** Whether a change has values in force that will revert by themselves. */
  boolean reverting(Recorded change) {
    var since = since(change.target(), change.version().version());
    return change.revertAt().isPresent()
        && change.version().after().keySet().stream()
            .anyMatch(
                key -> since.stream().noneMatch(later -> later.version().after().containsKey(key)));
  }

  /** Whether parameters stand so for a target. */
  boolean holds(Target target, Stand stand) {
    var now = inForce(target);
    return stand.inherited().stream().noneMatch(key -> sets(target, key))
        && stand.set().entrySet().stream()
            .allMatch(
                entry ->
                    parameter(entry.getKey())
                        .filter(
                            found ->
                                Parameters.same(
                                    found, entry.getValue(), now.getOrDefault(entry.getKey(), "")))
                        .isPresent());
  }

  /** Of whom nothing is known, and why; empty where all answered. */
  String silence() {
    return silent.isEmpty()
        ? ""
        : "%s: no answer, so what is in force there is not known (%s)"
            .formatted(String.join(", ", silent.keySet()), String.join("; ", silent.values()));
  }
}
