package ai.hal9.sim.telemetry;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one source said, each snapshot once. On level {@code n} up to 2<sup>n</sup> snapshots whose
 * sequence numbers differ in their last {@code n} bits alone are one: totals are the last one's,
 * gauges the highest, distributions merged exactly. The latest are kept as they came, because a
 * node repeats its last ones to a subscriber that came back.
 */
final class SnapshotStream {

  /** More than a node repeats. */
  private static final int LATEST = 128;

  /** Where a snapshot stands: in which life of its source, and its number in that. */
  private record Place(Instant startedAt, long sequence) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::startedAt).thenComparingLong(Place::sequence);

    static Place of(TelemetrySnapshot snapshot) {
      return new Place(snapshot.source().startedAt(), snapshot.sequence());
    }

    Place on(int levels) {
      return new Place(startedAt, sequence >> levels);
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreeMap<Place, TelemetrySnapshot> latest = new TreeMap<>();
  private TreeMap<Place, TelemetrySnapshot> merged = new TreeMap<>();

  /** The first word says where totals begin, so it stays alone. */
  private @Nullable TelemetrySnapshot first;

  private @Nullable Place mergedUntil;
  private int level;

  SnapshotStream(int level) {
    this.level = level;
  }

  /** How many there are beside the latest few. */
  int size() {
    return Math.max(0, latest.size() - LATEST) + merged.size();
  }

  void add(TelemetrySnapshot snapshot) {
    var place = Place.of(snapshot);
    if (mergedUntil == null || place.compareTo(mergedUntil) > 0) {
      latest.putIfAbsent(place, snapshot);
      shorten();
    }
  }

  /** Goes to the next level. */
  void coarsen() {
    level++;
    var halved = new TreeMap<Place, TelemetrySnapshot>();
    merged.forEach((place, snapshot) -> put(halved, place.on(1), snapshot));
    merged = halved;
    shorten();
  }

  private void shorten() {
    while (level > 0 && latest.size() > LATEST) {
      var oldest = latest.pollFirstEntry();
      mergedUntil = oldest.getKey();
      if (first == null) {
        first = oldest.getValue();
      } else {
        put(merged, oldest.getKey().on(level), oldest.getValue());
      }
    }
  }

  /** In order, and numbered so that one that follows another without a gap has the next number. */
  List<TelemetrySnapshot> snapshots() {
    var all = new TreeMap<>(merged);
    latest.forEach((place, snapshot) -> put(all, place.on(level), snapshot));
    var snapshots = new ArrayList<TelemetrySnapshot>(all.size() + 1);
    if (first != null) {
      snapshots.add(numbered(first, all.firstKey().sequence() - 1));
    }
    all.forEach((place, snapshot) -> snapshots.add(numbered(snapshot, place.sequence())));
    return snapshots;
  }

  private static void put(
      Map<Place, TelemetrySnapshot> into, Place place, TelemetrySnapshot snapshot) {
    into.merge(place, snapshot, SnapshotStream::together);
  }

  private static TelemetrySnapshot together(TelemetrySnapshot one, TelemetrySnapshot next) {
    return new TelemetrySnapshot(
        next.source(),
        next.sequence(),
        next.time(),
        next.monotonicNanos(),
        one.interval().plus(next.interval()),
        next.counters(),
        both(one.gauges(), next.gauges(), Math::max),
        both(one.latencies(), next.latencies(), LatencyHistogram::plus),
        List.of());
  }

  private static <V> Map<Series, V> both(
      Map<Series, V> one, Map<Series, V> next, BinaryOperator<V> join) {
    var both = new HashMap<>(one);
    next.forEach((series, value) -> both.merge(series, value, join));
    return both;
  }

  private static TelemetrySnapshot numbered(TelemetrySnapshot snapshot, long sequence) {
    return new TelemetrySnapshot(
        snapshot.source(),
        sequence,
        snapshot.time(),
        snapshot.monotonicNanos(),
        snapshot.interval(),
        snapshot.counters(),
        snapshot.gauges(),
        snapshot.latencies(),
        snapshot.events());
  }
}
