package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryFrame;
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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A history of tracks, one a source. */
final class MemoryHistory implements HistoryStore {

  private static final int QUESTIONS = 512;
  private static final int EXPRESSIONS = 256;
  private static final int HEATMAPS = 8;
  private static final int NUMBER_BYTES = 24;

  private final Tracks tracks;
  private final Axes axes;
  private final EventLog events = new EventLog();
  private final ColumnCache<LatencyColumn> percentiles =
      new ColumnCache<>(QUESTIONS, LatencyColumn.BYTES);
  private final ColumnCache<HeatColumn> heat = new ColumnCache<>(HEATMAPS, HeatColumn.BYTES);
  private final ColumnCache<GaugeColumn> gauges = new ColumnCache<>(QUESTIONS, GaugeColumn.BYTES);
  private final ColumnCache<Double> numbers = new ColumnCache<>(QUESTIONS, NUMBER_BYTES);
  private final ColumnCache<ColumnValue> values = new ColumnCache<>(EXPRESSIONS, ColumnValue.BYTES);

  MemoryHistory(Clock clock, long most) {
    tracks = new Tracks(clock, most, this::forget, this::noticed);
    axes = new Axes(tracks, clock);
  }

  @Override
  public void heard(String carrier, TelemetryFrame frame) {
    var snapshot = frame.snapshot();
    var offset = tracks.add(carrier, snapshot);
    for (var event : snapshot.events()) {
      var time = event.time().plusMillis(offset);
      events.add(
          new HistoryEvent(
              snapshot.source().name(),
              new TelemetryEvent(event.kind(), time, event.title(), event.details())));
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
    return tracks.all().stream().map(Track::heard).toList();
  }

  @Override
  public Axis axis(Window window, int columns) {
    return axes.of(window, columns);
  }

  @Override
  public Axis latest(Duration length) {
    return axes.latest(length);
  }

  @Override
  public Axis current(Duration length) {
    return axes.current(length);
  }

  @Override
  public Axis until(Instant moment, Duration length) {
    return axes.until(moment, length);
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
    return question(axes.of(window, Integer.MAX_VALUE), scope, selection).samples();
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
    return question(axes.of(window, Integer.MAX_VALUE), scope, selection).increase();
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
            tracks.edge(),
            part -> ColumnValue.all(expression, new ColumnReadings(this, part, scope)))
        .stream()
        .map(value -> Objects.requireNonNullElse(value, ColumnValue.UNKNOWN))
        .toList();
  }

  @Override
  public SortedSet<String> labelValues(Metric metric, String label) {
    return tracks.all().stream()
        .flatMap(track -> track.labelValues(metric, label).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public List<HistoryEvent> events(Window window) {
    return events.within(window);
  }

  @Override
  public long bytes() {
    return tracks.bytes()
        + percentiles.bytes()
        + heat.bytes()
        + gauges.bytes()
        + numbers.bytes()
        + values.bytes();
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
        tracks.edge(),
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
        axis, tracks.covered(scope).stream().map(track -> track.slice(axis, selection)).toList());
  }
}
