package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.sim.telemetry.LatencyReadings;
import ai.hal9.sim.telemetry.Readings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A history of tracks, one a source. */
final class MemoryHistory implements HistoryStore {

  /** Widths of columns in milliseconds, from which a chart's is chosen. */
  private static final long[] WIDTHS = {
    250,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    14_400_000,
    43_200_000,
    86_400_000
  };

  private final Clock clock;
  private final Map<Key, Track> tracks = new ConcurrentSkipListMap<>(Key.ORDER);
  private final Map<String, ClockOffset> offsets = new HashMap<>();
  private final Map<Key, StoreStream> stores = new HashMap<>();
  private final EventLog events = new EventLog();

  private record Key(SourceKind kind, String name) {
    static final Comparator<Key> ORDER = Comparator.comparing(Key::kind).thenComparing(Key::name);
  }

  MemoryHistory(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void heard(String carrier, TelemetryFrame frame) {
    var received = clock.instant();
    var snapshot = frame.snapshot();
    var source = snapshot.source();
    var key = new Key(source.kind(), source.name());
    long offset;
    synchronized (offsets) {
      offset =
          offsets
              .computeIfAbsent(carrier, first -> new ClockOffset())
              .observed(snapshot.time(), snapshot.monotonicNanos(), received);
      var stream = source.kind() == SourceKind.NODE ? null : store(key);
      var continued = stream == null ? snapshot : stream.continued(carrier, snapshot);
      if (continued == null) {
        return;
      }
      var known = tracks.get(key);
      if (known == null) {
        tracks.put(key, new Track(continued, offset));
      } else {
        known.add(continued, offset);
      }
    }
    for (var event : snapshot.events()) {
      events.add(
          new HistoryEvent(
              source.name(),
              new TelemetryEvent(
                  event.kind(), event.time().plusMillis(offset), event.title(), event.details())));
    }
  }

  private StoreStream store(Key key) {
    return stores.computeIfAbsent(key, first -> new StoreStream());
  }

  @Override
  public void tell(TelemetryEvent event) {
    events.add(new HistoryEvent("", event));
  }

  @Override
  public Optional<Window> span() {
    var all = sources();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Window(
                all.stream().map(HeardSource::firstHeard).min(Comparator.naturalOrder()).get(),
                all.stream().map(HeardSource::lastHeard).max(Comparator.naturalOrder()).get()));
  }

  @Override
  public List<HeardSource> sources() {
    return tracks.values().stream().map(Track::heard).toList();
  }

  @Override
  public Axis axis(Window window, int columns) {
    var from = window.from().toEpochMilli();
    var to = window.to().toEpochMilli();
    var finest =
        tracks.values().stream().mapToLong(track -> track.resolution(from, to)).max().orElse(0);
    for (var width : WIDTHS) {
      var axis = axis(from, to, width);
      if (width >= finest && axis.count() <= columns) {
        return axis;
      }
    }
    return axis(from, to, Math.max(1, Math.ceilDiv(to - from, columns)));
  }

  private static Axis axis(long from, long to, long width) {
    var first = Math.floorDiv(from, width);
    var count = Math.ceilDiv(to, width) - first;
    return new Axis(
        Instant.ofEpochMilli(first * width), Duration.ofMillis(width), Math.toIntExact(count));
  }

  @Override
  public Axis latest(Duration length) {
    var nodes =
        tracks.entrySet().stream()
            .filter(entry -> entry.getKey().kind() == SourceKind.NODE)
            .map(entry -> entry.getValue().newest())
            .toList();
    var end = nodes.isEmpty() ? clock.instant() : Instant.ofEpochMilli(Question.edge(nodes));
    return new Axis(end.minus(length), length, 1);
  }

  @Override
  public LatencySeries latency(Axis axis, Scope scope, Selection selection) {
    var columns = new ArrayList<@Nullable LatencyColumn>();
    for (var latency : question(axis, scope, selection).latencies()) {
      columns.add(latency == null ? null : LatencyColumn.of(latency));
    }
    return new LatencySeries(axis, columns);
  }

  @Override
  public LatencyReadings distributions(Axis axis, Scope scope, Selection selection) {
    return LatencyReadings.of(question(axis, scope, selection).latencies());
  }

  @Override
  public LatencyHistogram distribution(Window window, Scope scope, Selection selection) {
    return question(axis(window, Integer.MAX_VALUE), scope, selection).samples();
  }

  @Override
  public Heatmap heatmap(Axis axis, Scope scope, Selection selection) {
    return Heatmap.of(axis, distributions(axis, scope, selection));
  }

  @Override
  public Readings rate(Axis axis, Scope scope, Selection selection) {
    return question(axis, scope, selection).rate();
  }

  @Override
  public Readings ratio(Axis axis, Scope scope, Selection part, Selection whole) {
    return question(axis, scope, part)
        .growth()
        .with(question(axis, scope, whole).growth(), (a, b) -> b == 0 ? Double.NaN : a / b);
  }

  @Override
  public double increase(Window window, Scope scope, Selection selection) {
    return question(axis(window, Integer.MAX_VALUE), scope, selection).increase();
  }

  @Override
  public GaugeSeries gauge(Axis axis, Scope scope, Selection selection, Combine combine) {
    return question(axis, scope, selection).gauge(combine);
  }

  @Override
  public SortedSet<String> labelValues(Metric metric, String label) {
    return tracks.values().stream()
        .flatMap(track -> track.labelValues(metric, label))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public List<HistoryEvent> events(Window window) {
    return events.within(window);
  }

  @Override
  public long bytes() {
    return tracks.values().stream().mapToLong(Track::bytes).sum();
  }

  private Question question(Axis axis, Scope scope, Selection selection) {
    return new Question(
        axis, covered(scope).stream().map(track -> track.slice(axis, selection)).toList());
  }

  private Collection<Track> covered(Scope scope) {
    return tracks.values().stream()
        .filter(track -> scope.covers(track.heard().newest().source()))
        .toList();
  }
}
