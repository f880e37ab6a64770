package ai.hal9.console.series;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What happened, in order. Every node tells of a joined node or a cluster-wide change; it is kept
 * once. The oldest are let go beyond {@link #LIMIT}.
 */
final class EventLog {

  private static final int LIMIT = 10_000;

  /** Time within which nodes notice the same thing about a node. */
  private static final Duration NOTICING = Duration.ofSeconds(15);

  private final TreeMap<Instant, List<HistoryEvent>> events = new TreeMap<>();
  private int size;

  synchronized void add(HistoryEvent added) {
    var time = added.event().time();
    var near = events.subMap(time.minus(NOTICING), true, time.plus(NOTICING), true);
    if (near.values().stream().flatMap(List::stream).anyMatch(known -> same(known, added))) {
      return;
    }
    events.computeIfAbsent(time, first -> new ArrayList<>()).add(added);
    if (++size > LIMIT) {
      size -= events.pollFirstEntry().getValue().size();
    }
  }

  synchronized List<HistoryEvent> within(Window window) {
    return events.subMap(window.from(), true, window.to(), false).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  private static boolean same(HistoryEvent known, HistoryEvent added) {
    var one = known.event();
    var other = added.event();
    return switch (other.kind()) {
      case NODE_UP, RESTART, NODE_DOWN ->
          ups(one.kind()) == ups(other.kind()) && node(one).equals(node(other));
      case BREAKER, LIMIT, CONFIGURATION ->
          known.source().equals(added.source()) && one.equals(other);
      case TUNING, SCALE, FAULT, LOAD_STAGE, FAILOVER, QUEUE, ACCESS, PARTITIONS ->
          one.kind() == other.kind()
              && one.title().equals(other.title())
              && one.details().equals(other.details());
    };
  }

  private static boolean ups(EventKind kind) {
    return kind == EventKind.NODE_UP || kind == EventKind.RESTART;
  }

  private static String node(TelemetryEvent event) {
    return event.details().getOrDefault("node", event.title());
  }
}
