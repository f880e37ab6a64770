package ai.hal9.console.tuning;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.ValueSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A parameter as it stands.
 *
 * @param base the value in force where a change would reach
 * @param value what the user wants instead; the same as {@code base} while nothing else is wanted
 * @param edited whether something else is wanted
 * @param problem what stands against the wanted value; empty when nothing does
 * @param source where {@code base} comes from
 * @param byNode the value in force on each node
 * @param owners the nodes with a value of their own
 */
record ParameterState(
    TuningParameter parameter,
    String base,
    String value,
    boolean edited,
    String problem,
    ValueSource source,
    SortedMap<String, String> byNode,
    List<String> owners) {

  ParameterState {
    byNode = Collections.unmodifiableSortedMap(new TreeMap<>(byNode));
    owners = List.copyOf(owners);
  }

  static ParameterState of(
      TuningParameter parameter,
      ClusterTuning known,
      Target target,
      Map<String, String> changes,
      Map<String, String> problems) {
    var key = parameter.key();
    var base = known.inForce(target).getOrDefault(key, "");
    return new ParameterState(
        parameter,
        base,
        changes.getOrDefault(key, base),
        changes.containsKey(key),
        problems.getOrDefault(key, ""),
        known.source(key, target),
        known.byNode(key),
        known.owners(key));
  }

  String key() {
    return parameter.key();
  }

  boolean live() {
    return parameter.application() == Application.LIVE;
  }

  /** Whether the nodes have different values. */
  boolean differs() {
    return byNode.values().stream().distinct().count() > 1;
  }

  /** Whether some node has another value than the default. */
  boolean changed() {
    return byNode.values().stream()
        .anyMatch(value -> !Parameters.same(parameter, value, parameter.defaultValue()));
  }

  /** Whether all of some words occur in its name, key, or what it trades. */
  boolean matches(String search) {
    var text =
        (Parameters.name(key()) + " " + key() + " " + parameter.trades() + " " + parameter.unit())
            .toLowerCase(Locale.ROOT);
    return List.of(search.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
        .allMatch(text::contains);
  }
}
