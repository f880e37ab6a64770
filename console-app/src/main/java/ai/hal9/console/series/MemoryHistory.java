package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.GaugeReading;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.LatencyReadings;
import ai.hal9.sim.telemetry.Readings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
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

  private static final int QUESTIONS = 512;
  private static final int EXPRESSIONS = 256;
  private static final int HEATMAPS = 8;
  private static final int NUMBER_BYTES = 24;

  /** Snapshots between two looks at how much memory is taken. */
  private static final int LOOK = 2_000;

  /** How much of the past is let go at once, in milliseconds. */
  private static final long LET_GO = Duration.ofMinutes(5).toMillis();

  private final Clock clock;
  private final long most;
  private final Map<Key, Track> tracks = new ConcurrentSkipListMap<>(Key.ORDER);
  private final EventLog events = new EventLog();
  private final ColumnCache<LatencyColumn> percentiles =
      new ColumnCache<>(QUESTIONS, LatencyColumn.BYTES);
  private final ColumnCache<HeatColumn> heat = new ColumnCache<>(HEATMAPS, HeatColumn.BYTES);
  private final ColumnCache<GaugeColumn> gauges = new ColumnCache<>(QUESTIONS, GaugeColumn.BYTES);
  private final ColumnCache<Double> numbers = new ColumnCache<>(QUESTIONS, NUMBER_BYTES);
  private final ColumnCache<ColumnValue> values = new ColumnCache<>(EXPRESSIONS, ColumnValue.BYTES);

  /** Guards what only adding needs. */
  private final Object adding = new Object();

  private final Map<String, ClockOffset> offsets = new HashMap<>();
  private final Map<Key, StoreStream> stores = new HashMap<>();
  private final LatencySum room = new LatencySum();

  private long added;

  private record Key(SourceKind kind, String name) {
    static final Comparator<Key> ORDER = Comparator.comparing(Key::kind).thenComparing(Key::name);
  }

  MemoryHistory(Clock clock, long most) {
    this.clock = clock;
    this.most = most;
  }

  @Override
  public void heard(String carrier, TelemetryFrame frame) {
    var received = clock.instant();
    var snapshot = frame.snapshot();
    long offset;
    synchronized (adding) {
      offset =
          offsets
              .computeIfAbsent(carrier, first -> new ClockOffset())
              .observed(snapshot.time(), snapshot.monotonicNanos(), received);
      add(carrier, snapshot, offset);
      if (++added % LOOK == 0) {
        letGo();
      }
    }
    for (var event : snapshot.events()) {
      var time = event.time().plusMillis(offset);
      events.add(
          new HistoryEvent(
              snapshot.source().name(),
              new TelemetryEvent(event.kind(), time, event.title(), event.details())));
    }
  }

  private void add(String carrier, TelemetrySnapshot snapshot, long offset) {
    var source = snapshot.source();
    var key = new Key(source.kind(), source.name());
    var told = snapshot;
    if (source.kind() != SourceKind.NODE && source.kind() != SourceKind.CLIENT) {
      var stream = stores.computeIfAbsent(key, first -> new StoreStream());
      var continued = stream.continued(carrier, snapshot, offset);
      if (continued == null) {
        return;
      }
      told = continued;
    }
    var known = tracks.get(key);
    if (known != null && known.setBack(told, offset)) {
      setBack(told.time().plusMillis(offset), Track.apart(told), known.newest().end());
    }
    var track = tracks.get(key);
    var edge = edge();
    long changed;
    if (track == null) {
      track = new Track(told, offset, room);
      tracks.put(key, track);
      changed = track.newest().start();
    } else {
      changed = track.add(told, offset, room);
    }
    // what is remembered ends before the edge
    if (changed < edge) {
      forget(changed);
    }
  }

  /**
   * This machine's clock was set back, so that its time comes a second time. What was heard of that
   * time is forgotten: it cannot be told from what is heard now.
   */
  private void setBack(Instant time, long apart, long from) {
    var now = time.toEpochMilli();
    tracks.values().removeIf(track -> !track.dropAfter(now - apart, now + apart));
    stores.clear();
    forget();
    var by = Duration.ofMillis(Math.max(0, from - now)).toSeconds();
    noticed(
        new TelemetryEvent(
            EventKind.FAULT,
            time,
            "The clock was set back by %d s; what was heard of that time is forgotten"
                .formatted(by),
            Map.of("seen_by", "console")));
  }

  /** Forgets the oldest while all takes more than it may. */
  private void letGo() {
    var oldest = tracks.values().stream().mapToLong(Track::oldest).min().orElse(0);
    var newest =
        tracks.values().stream().mapToLong(track -> track.newest().start()).max().orElse(0);
    for (var from = oldest + LET_GO; heardBytes() > most && from < newest; from += LET_GO) {
      for (var track : tracks.values()) {
        track.dropBefore(from);
      }
    }
  }

  /** Forgets what was computed; not what was heard. */
  void forget() {
    forget(0);
  }

  private void forget(long from) {
    percentiles.forget(from);
    heat.forget(from);
    gauges.forget(from);
    numbers.forget(from);
    values.forget(from);
  }

  /** How far every living node has been heard; 0 before the first was. */
  private long edge() {
    return Question.edge(
        tracks.entrySet().stream()
            .filter(entry -> entry.getKey().kind() == SourceKind.NODE)
            .map(entry -> entry.getValue().newest())
            .toList());
  }

  @Override
  public void noticed(TelemetryEvent event) {
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
    var edge = edge();
    var end = edge == 0 ? clock.instant() : Instant.ofEpochMilli(edge);
    return new Axis(end.minus(length), length, 1);
  }

  @Override
  public Axis current(Duration length) {
    var latest = latest(length);
    var now = clock.instant();
    return latest.end().plus(length).isBefore(now)
        ? new Axis(now.minus(length), length, 1)
        : latest;
  }

  @Override
  public Axis until(Instant moment, Duration length) {
    var latest = latest(length);
    if (!latest.end().isAfter(moment)) {
      return latest;
    }
    var to = moment.toEpochMilli();
    var from = to - length.toMillis();
    var finest =
        tracks.values().stream()
            .mapToLong(track -> track.resolutionAcross(from, to))
            .filter(width -> width > 0)
            .max()
            .orElse(1);
    var end = Math.floorDiv(to, finest) * finest;
    var width = Math.max(length.toMillis(), finest);
    return new Axis(Instant.ofEpochMilli(end - width), Duration.ofMillis(width), 1);
  }

  @Override
  public LatencySeries latency(Axis axis, Scope scope, Selection selection) {
    return new LatencySeries(
        axis,
        columns(
            percentiles,
            axis,
            new Asked(scope, selection, What.LATENCY),
            question -> question.latencies(LatencyColumn::of)));
  }

  @Override
  public LatencyReadings distributions(Axis axis, Scope scope, Selection selection) {
    return LatencyReadings.of(question(axis, scope, selection).latencies(Function.identity()));
  }

  @Override
  public LatencyHistogram distribution(Window window, Scope scope, Selection selection) {
    return question(axis(window, Integer.MAX_VALUE), scope, selection).samples();
  }

  @Override
  public Heatmap heatmap(Axis axis, Scope scope, Selection selection) {
    return new Heatmap(
        axis,
        columns(
            heat,
            axis,
            new Asked(scope, selection, What.LATENCY),
            question -> question.latencies(HeatColumn::of)));
  }

  @Override
  public Readings rate(Axis axis, Scope scope, Selection selection) {
    return numbers(axis, new Asked(scope, selection, What.RATE), Question::rate);
  }

  @Override
  public Readings growth(Axis axis, Scope scope, Selection selection) {
    return numbers(axis, new Asked(scope, selection, What.GROWTH), Question::growth);
  }

  @Override
  public Readings ratio(Axis axis, Scope scope, Selection part, Selection whole) {
    return growth(axis, scope, part)
        .with(growth(axis, scope, whole), (a, b) -> b == 0 ? Double.NaN : a / b);
  }

  @Override
  public double increase(Window window, Scope scope, Selection selection) {
    return question(axis(window, Integer.MAX_VALUE), scope, selection).increase();
  }

  @Override
  public GaugeSeries gauge(Axis axis, Scope scope, Selection selection, Across across) {
    return GaugeColumn.series(
        axis,
        columns(
            gauges,
            axis,
            new Asked(scope, selection, across),
            question -> GaugeColumn.of(question.gauge(across))));
  }

  @Override
  public List<List<GaugeReading>> gauges(
      Axis axis, Scope scope, Selection selection, Gauging gauging) {
    return question(axis, scope, selection).gauges(gauging);
  }

  @Override
  public List<ColumnValue> values(Axis axis, Scope scope, Expression expression) {
    return values
        .columns(
            axis,
            new Evaluated(scope, expression),
            edge(),
            part -> ColumnValue.all(expression, new ColumnReadings(this, part, scope)))
        .stream()
        .map(value -> Objects.requireNonNullElse(value, ColumnValue.UNKNOWN))
        .toList();
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
    return heardBytes()
        + percentiles.bytes()
        + heat.bytes()
        + gauges.bytes()
        + numbers.bytes()
        + values.bytes();
  }

  private long heardBytes() {
    return tracks.values().stream().mapToLong(Track::bytes).sum();
  }

  /** What a question is about, without when. */
  private record Asked(Scope scope, Selection selection, Enum<?> what) {}

  private record Evaluated(Scope scope, Expression expression) {}

  private enum What {
    LATENCY,
    RATE,
    GROWTH
  }

  private <T> List<@Nullable T> columns(
      ColumnCache<T> cache, Axis axis, Asked asked, Function<Question, List<@Nullable T>> answer) {
    return cache.columns(
        axis,
        asked,
        edge(),
        part -> answer.apply(question(part, asked.scope(), asked.selection())));
  }

  private Readings numbers(Axis axis, Asked asked, Function<Question, Readings> answer) {
    var columns =
        columns(
            numbers,
            axis,
            asked,
            question ->
                Arrays.stream(answer.apply(question).toArray())
                    .<@Nullable Double>mapToObj(Double::valueOf)
                    .toList());
    return Readings.of(
        columns.stream()
            .mapToDouble(value -> Objects.requireNonNullElse(value, Double.NaN))
            .toArray());
  }

  private Question question(Axis axis, Scope scope, Selection selection) {
    return new Question(
        axis, covered(scope).stream().map(track -> track.slice(axis, selection)).toList());
  }

  private Collection<Track> covered(Scope scope) {
    return scope instanceof Scope.Cluster
        ? tracks.values()
        : tracks.values().stream().filter(track -> scope.covers(track.source())).toList();
  }
}
