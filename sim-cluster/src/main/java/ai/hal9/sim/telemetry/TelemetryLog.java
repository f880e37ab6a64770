package ai.hal9.sim.telemetry;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything heard from a cluster, in memory. What PostgreSQL, Redis and the balancer say arrives
 * through every node; it is kept per carrier, and a timeline reads one carrier of each.
 */
public final class TelemetryLog implements TelemetryListener {

  /**
   * One stream of snapshots.
   *
   * @param kind what is spoken of
   * @param source its name
   * @param carrier the node it came through
   */
  record Stream(SourceKind kind, String source, String carrier) {}

  private final Map<Stream, List<TelemetrySnapshot>> heard = new LinkedHashMap<>();
  private long lost;

  @Override
  public synchronized void heard(String carrier, TelemetryFrame frame) {
    var source = frame.snapshot().source();
    var through = source.kind() == SourceKind.NODE ? source.name() : carrier;
    heard
        .computeIfAbsent(
            new Stream(source.kind(), source.name(), through), first -> new ArrayList<>())
        .add(frame.snapshot());
    lost += frame.lost();
  }

  /** Snapshots that nodes dropped because this reader was too slow. */
  public synchronized long lost() {
    return lost;
  }

  /** The newest snapshot of every node. */
  public synchronized List<TelemetrySnapshot> newestOfNodes() {
    return heard.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == SourceKind.NODE)
        .map(entry -> entry.getValue().getLast())
        .toList();
  }

  synchronized Map<Stream, List<TelemetrySnapshot>> streams() {
    var copy = new LinkedHashMap<Stream, List<TelemetrySnapshot>>();
    heard.forEach((stream, snapshots) -> copy.put(stream, distinct(snapshots)));
    return copy;
  }

  /** Each snapshot once, though a node repeats its last ones to a subscriber that came back. */
  private static List<TelemetrySnapshot> distinct(List<TelemetrySnapshot> snapshots) {
    var byIdentity = new LinkedHashMap<List<Object>, TelemetrySnapshot>();
    for (var snapshot : snapshots) {
      byIdentity.putIfAbsent(List.of(snapshot.source().startedAt(), snapshot.sequence()), snapshot);
    }
    return List.copyOf(byIdentity.values());
  }
}
