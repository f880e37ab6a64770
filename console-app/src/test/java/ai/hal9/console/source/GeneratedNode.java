package ai.hal9.console.source;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.MetricType;
import ai.hal9.api.metric.Series;
import ai.hal9.api.signal.Stage;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencyTally;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says, interval by interval, what a loaded node would: every metric a node has, nine of ten
 * signals answered from the cache, the rest slower and through all stages.
 */
public final class GeneratedNode {

  private static final double HITS = 0.9;
  private static final double ROWS_PER_BATCH = 25;

  /** Of the log-normal spread of all latencies. */
  private static final double SIGMA = 0.4;

  private final TelemetrySource source;
  private final Duration interval;
  private final double signalsPerSecond;
  private final RandomGenerator random;
  private final Map<Series, Double> totals = new HashMap<>();
  private final LatencyTally tally = new LatencyTally();
  private long sequence;

  /**
   * A node.
   *
   * @param startedAt when its first interval begins
   */
  public GeneratedNode(
      String name,
      Instant startedAt,
      Duration interval,
      double signalsPerSecond,
      RandomGenerator random) {
    this.source =
        new TelemetrySource(SourceKind.NODE, name, "generated", "local", "0.1.0", startedAt);
    this.interval = interval;
    this.signalsPerSecond = signalsPerSecond;
    this.random = random;
  }

  public String name() {
    return source.name();
  }

  /** When its first interval begins. */
  Instant startedAt() {
    return source.startedAt();
  }

  /** The next interval as it travels. */
  public String nextFrame() {
    return TelemetryCodec.write(new TelemetryFrame(0, next()));
  }

  /** The next interval. */
  public TelemetrySnapshot next() {
    sequence++;
    var seconds = interval.toNanos() / 1e9;
    var signals = (int) Math.round(signalsPerSecond * seconds * (1 + 0.1 * random.nextGaussian()));
    var misses = (int) Math.round(Math.max(0, signals) * (1 - HITS));
    var hits = Math.max(0, signals) - misses;
    count(hits, misses, seconds);
    var passed = interval.multipliedBy(sequence);
    return new TelemetrySnapshot(
        source,
        sequence,
        source.startedAt().plus(passed),
        passed.toNanos(),
        interval,
        totals,
        gauges(),
        latencies(hits, misses),
        List.of());
  }

  private void count(int hits, int misses, double seconds) {
    var signals = hits + misses;
    of(MetricType.COUNTER)
        .flatMap(GeneratedNode::series)
        .forEach(series -> totals.merge(series, 0.0, Double::sum));
    add(MetricCatalogue.SIGNALS_SENT.series(), signals);
    add(MetricCatalogue.SIGNALS_PROCESSED.series(), signals);
    add(MetricCatalogue.SIGNALS_STORED.series(), signals);
    add(MetricCatalogue.CACHE_REQUESTS.series(), signals);
    add(MetricCatalogue.CACHE_HITS.series("local"), hits);
    add(MetricCatalogue.BATCHES.series("group"), signals / ROWS_PER_BATCH);
    add(MetricCatalogue.HTTP_REQUESTS.series("POST", "/api/v1/signal", "200"), signals);
    add(MetricCatalogue.PROCESS_CPU.series(), seconds * 0.4);
  }

  private void add(Series series, double growth) {
    totals.merge(series, growth, Double::sum);
  }

  private Map<Series, Double> gauges() {
    var gauges = new HashMap<Series, Double>();
    of(MetricType.GAUGE)
        .flatMap(GeneratedNode::series)
        .forEach(series -> gauges.put(series, Math.rint(random.nextDouble() * 10)));
    gauges.put(MetricCatalogue.DB_MAX.series(), 100.0);
    gauges.put(MetricCatalogue.HEAP_MAX.series(), 128e6);
    gauges.put(MetricCatalogue.HEAP_USED.series(), 40e6 + random.nextDouble() * 60e6);
    gauges.put(MetricCatalogue.MACHINE_CPU.series(), random.nextDouble());
    return gauges;
  }

  private Map<Series, LatencyHistogram> latencies(int hits, int misses) {
    var signals = hits + misses;
    var rows = (int) Math.ceil(signals / ROWS_PER_BATCH);
    var latencies = new HashMap<Series, LatencyHistogram>();
    record(hits, 300);
    record(misses, 8_000);
    latencies.put(MetricCatalogue.PROCESSING_TIME.series(), tally.swap());
    latencies.put(MetricCatalogue.HTTP_DURATION.series("/api/v1/signal"), sample(signals, 450));
    latencies.put(stage(Stage.DECODE), sample(signals, 40));
    latencies.put(stage(Stage.CACHE), sample(signals, 90));
    latencies.put(stage(Stage.BUFFER), sample(signals, 700));
    latencies.put(stage(Stage.STORE), sample(signals, 2_500));
    latencies.put(stage(Stage.COALESCE), sample(misses / 10, 4_000));
    latencies.put(stage(Stage.PERMIT), sample(misses, 20));
    latencies.put(stage(Stage.NEURON), sample(misses, 7_500));
    for (var layer : List.of("L4", "L3", "L2")) {
      latencies.put(MetricCatalogue.MODEL_TIME.series(layer), sample(misses, 5_100));
    }
    latencies.put(MetricCatalogue.DB_WAIT.series(), sample(rows, 30));
    latencies.put(MetricCatalogue.DB_QUERY.series("copy"), sample(rows, 2_000));
    latencies.put(MetricCatalogue.REDIS_COMMANDS.series("GET"), sample(misses, 250));
    latencies.put(MetricCatalogue.REDIS_COMMANDS.series("SET"), sample(misses, 260));
    return latencies;
  }

  private LatencyHistogram sample(int count, double medianMicros) {
    record(count, medianMicros);
    return tally.swap();
  }

  private void record(int count, double medianMicros) {
    for (var i = 0; i < count; i++) {
      tally.recordMicros((long) (medianMicros * Math.exp(SIGMA * random.nextGaussian())));
    }
  }

  private static Series stage(Stage stage) {
    return MetricCatalogue.STAGE_TIME.series(stage.wireName());
  }

  /** What a node tells of itself, not of its stores. */
  private static Stream<Metric> of(MetricType type) {
    return MetricCatalogue.all().stream()
        .filter(metric -> metric.type() == type)
        .filter(
            metric ->
                !metric
                    .name()
                    .matches(
                        "hal9_(postgres|balancer|client|redis_(memory|commands_p|evicted|key|clients|repl)).*"));
  }

  private static Stream<Series> series(Metric metric) {
    if (metric.labels().isEmpty()) {
      return Stream.of(metric.series());
    }
    return Stream.of("one", "other")
        .map(value -> Collections.nCopies(metric.labels().size(), value))
        .map(values -> metric.series(values.toArray(String[]::new)));
  }

  /** Nodes named node-1, node-2 and so on, each with randomness split off. */
  public static List<GeneratedNode> cluster(
      int nodes,
      Instant startedAt,
      Duration interval,
      double signalsPerSecond,
      RandomGenerator.SplittableGenerator random) {
    return IntStream.rangeClosed(1, nodes)
        .mapToObj(
            number ->
                new GeneratedNode(
                    "node-" + number, startedAt, interval, signalsPerSecond, random.split()))
        .toList();
  }
}
