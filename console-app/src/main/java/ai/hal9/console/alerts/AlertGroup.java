package ai.hal9.console.alerts;

import ai.hal9.dashboards.alert.ActiveAlert;
import ai.hal9.dashboards.alert.AlertRule;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One alert on all nodes it holds on.
 *
 * @param active one a node, by name; at least one, all firing or all pending
 */
record AlertGroup(AlertRule rule, List<ActiveAlert> active) {

  private static final Comparator<AlertGroup> ORDER =
      Comparator.comparing(AlertGroup::firing)
          .thenComparing(group -> group.rule().severity())
          .reversed()
          .thenComparing(AlertGroup::since);

  /** What fires first, the worst of it first; of equals what began first. */
  static List<AlertGroup> of(List<ActiveAlert> active) {
    return active.stream()
        .collect(
            Collectors.groupingBy(
                alert -> List.of(alert.rule(), alert.firing()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .map(same -> new AlertGroup(same.getFirst().rule(), List.copyOf(same)))
        .sorted(ORDER)
        .toList();
  }

  /** Whether it has held long enough. */
  boolean firing() {
    return active.getFirst().firing();
  }

  /** When it began on the first of these nodes. */
  Instant since() {
    return active.stream().map(ActiveAlert::since).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** {@code node-1, node-2}. */
  String nodes() {
    return active.stream().map(ActiveAlert::node).sorted().collect(Collectors.joining(", "));
  }
}
