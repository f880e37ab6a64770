package ai.hal9.sim.telemetry;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was heard from a cluster's nodes, in bounded memory: the metrics somebody will ask for, and
 * what happened. In a long run older snapshots are taken together, those of all nodes alike.
 */
public final class TelemetryLog implements TelemetryListener {

  /** Of all nodes together: half an hour of three of them, second by second. */
  private static final int MOST = 6_000;

  private final Set<String> metrics;
  private final int most;
  private final Map<String, SnapshotStream> nodes = new TreeMap<>();
  private final Map<String, TelemetrySnapshot> newest = new TreeMap<>();
  private final Map<Series, Series> known = new HashMap<>();
  private final Set<TelemetryEvent> events = new LinkedHashSet<>();
  private int level;
  private long lost;

  /** Keeps these metrics. */
  public TelemetryLog(Collection<Metric> metrics) {
    this(metrics, MOST);
  }

  /**
   * @param most snapshots kept of all nodes together, but for the latest few of each
   */
  TelemetryLog(Collection<Metric> metrics, int most) {
    this.metrics = metrics.stream().map(Metric::name).collect(Collectors.toUnmodifiableSet());
    this.most = most;
  }

  @Override
  public synchronized void heard(String carrier, TelemetryFrame frame) {
    var snapshot = frame.snapshot();
    events.addAll(snapshot.events());
    lost += frame.lost();
    if (snapshot.source().kind() != SourceKind.NODE) {
      return;
    }
    var node = snapshot.source().name();
    newest.put(node, snapshot);
    var stream = nodes.computeIfAbsent(node, _ -> new SnapshotStream(level));
    stream.add(kept(snapshot));
    if (nodes.values().stream().mapToInt(SnapshotStream::size).sum() > most) {
      level++;
      nodes.values().forEach(SnapshotStream::coarsen);
    }
  }

  private TelemetrySnapshot kept(TelemetrySnapshot snapshot) {
    return new TelemetrySnapshot(
        snapshot.source(),
        snapshot.sequence(),
        snapshot.time(),
        snapshot.monotonicNanos(),
        snapshot.interval(),
        kept(snapshot.counters()),
        kept(snapshot.gauges()),
        kept(snapshot.latencies()),
        List.of());
  }

  /** Every snapshot names its series anew; one name of each is enough. */
  private <V> Map<Series, V> kept(Map<Series, V> values) {
    var kept = new HashMap<Series, V>();
    values.forEach(
        (series, value) -> {
          if (metrics.contains(series.metric())) {
            kept.put(known.computeIfAbsent(series, same -> same), value);
          }
        });
    return kept;
  }

  /** Snapshots that nodes dropped because this reader was too slow. */
  public synchronized long lost() {
    return lost;
  }

  /** The newest snapshot of every node, whole. */
  public synchronized List<TelemetrySnapshot> newestOfNodes() {
    return List.copyOf(newest.values());
  }

  /** What happened, each once. */
  synchronized List<TelemetryEvent> events() {
    return List.copyOf(events);
  }

  /** What each node said, by name, in order. */
  synchronized Map<String, List<TelemetrySnapshot>> nodes() {
    var all = new TreeMap<String, List<TelemetrySnapshot>>();
    nodes.forEach((node, stream) -> all.put(node, stream.snapshots()));
    return all;
  }
}
