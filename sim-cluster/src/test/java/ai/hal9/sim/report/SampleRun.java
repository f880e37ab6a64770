package ai.hal9.sim.report;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencyTally;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.GeneratorCheck;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.StageResult;
import ai.hal9.sim.load.Steering;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.load.ThresholdVerdict.Judgement;
import ai.hal9.sim.load.Validity;
import ai.hal9.sim.scenario.Aggregation;
import ai.hal9.sim.scenario.DataShape;
import ai.hal9.sim.scenario.GameShape;
import ai.hal9.sim.scenario.RampingArrivalRate;
import ai.hal9.sim.scenario.RequestTemplate;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.Stage;
import ai.hal9.sim.scenario.Threshold;
import ai.hal9.sim.scenario.ThresholdCondition;
import ai.hal9.sim.scenario.ThresholdMetric;
import ai.hal9.sim.telemetry.TelemetryLog;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A run of a minute with everything a report can meet: stages, a killed node, failures, a gap. */
public final class SampleRun {

  static final Instant START = Instant.parse("2026-03-01T10:00:00.250Z");
  private static final int WARM_UP = 5;
  private static final int SECONDS = 60;

  private final Random random = new Random(9);
  private final String name;
  private final GameShape games;

  public SampleRun(String name) {
    this(name, GameShape.NONE);
  }

  /** One whose requests are actions, where games are played. */
  SampleRun(String name, GameShape games) {
    this.name = name;
    this.games = games;
  }

  public RunReport report() {
    return RunReport.of(load(), telemetry(), setup());
  }

  static Setup setup() {
    return new Setup(
        "demo",
        "0.1.0",
        Map.of("nodes", "3"),
        Map.of(
            TuningCatalogue.CACHING.key(), "on",
            TuningCatalogue.BUFFER_FLUSH_MS.key(), "20"),
        4,
        new Machine("Sample processor", 2, 8L << 30, "Linux 6.1", "Sample 25"));
  }

  LoadResult load() {
    var intervals = new ArrayList<LoadInterval>();
    for (var second = -WARM_UP; second < SECONDS; second++) {
      intervals.add(interval(second));
    }
    var measured =
        intervals.stream().filter(interval -> interval.phase() == LoadPhase.MEASURED).toList();
    var counts =
        measured.stream().map(LoadInterval::counts).reduce(LoadCounts.NONE, LoadCounts::plus);
    var response =
        LatencyHistogram.merged(measured.stream().map(LoadInterval::responseTime).toList());
    var service =
        LatencyHistogram.merged(measured.stream().map(LoadInterval::serviceTime).toList());
    return new LoadResult(
        scenario(),
        URI.create("http://127.0.0.1:8080"),
        START,
        Duration.ofSeconds(SECONDS),
        LoadEnding.COMPLETED,
        LoadCounts.NONE,
        counts,
        response,
        service,
        intervals,
        List.of(stage(0, 30, 4_000, measured), stage(30, 30, 2_000, measured)),
        List.of(
            new Steering(Duration.ofSeconds(45), OptionalLong.of(2_500)),
            new Steering(Duration.ofSeconds(50), OptionalLong.empty())),
        List.of(
            new ThresholdVerdict(scenario().thresholds().get(0), 41.7, Judgement.MET, false),
            new ThresholdVerdict(scenario().thresholds().get(1), 0.0113, Judgement.MISSED, false)),
        new GeneratorCheck(
            1,
            "epoll",
            0.31,
            0.62,
            Duration.ofNanos(8_400),
            3,
            Duration.ofMillis(21),
            Duration.ofMillis(9),
            service,
            new Validity.Valid()));
  }

  private Scenario scenario() {
    return new Scenario(
        name,
        "a sample",
        new RampingArrivalRate(
            2_000,
            Duration.ofSeconds(1),
            List.of(
                new Stage(Duration.ofSeconds(30), 4_000),
                new Stage(Duration.ofSeconds(30), 2_000))),
        Duration.ofSeconds(WARM_UP),
        Duration.ofSeconds(5),
        Duration.ZERO,
        64,
        10_000,
        Duration.ofSeconds(5),
        9,
        List.of(RequestTemplate.SIGNAL),
        DataShape.DEFAULT,
        games,
        List.of(
            threshold(
                ThresholdMetric.HTTP_REQ_DURATION,
                new ThresholdCondition(
                    new Aggregation.Percentile(95), ThresholdCondition.Operator.LESS, 500)),
            threshold(
                ThresholdMetric.HTTP_REQ_FAILED,
                new ThresholdCondition(
                    new Aggregation.Rate(), ThresholdCondition.Operator.LESS, 0.01))));
  }

  private static Threshold threshold(ThresholdMetric metric, ThresholdCondition condition) {
    return new Threshold(metric, condition, false, Duration.ZERO, Optional.empty());
  }

  private static StageResult stage(int from, int seconds, long target, List<LoadInterval> all) {
    var part = all.subList(from, from + seconds);
    return new StageResult(
        new Stage(Duration.ofSeconds(seconds), target),
        Duration.ofSeconds(from),
        part.stream().map(LoadInterval::counts).reduce(LoadCounts.NONE, LoadCounts::plus),
        LatencyHistogram.merged(part.stream().map(LoadInterval::responseTime).toList()),
        LatencyHistogram.merged(part.stream().map(LoadInterval::serviceTime).toList()));
  }

  private static int rate(int second) {
    return second < 0 ? 2_000 : second < 30 ? 2_000 + second * 66 : 4_000 - (second - 30) * 66;
  }

  private static boolean hurt(int second) {
    return second >= 40 && second < 44;
  }

  private LoadInterval interval(int second) {
    var offered = rate(second);
    var failed = hurt(second) ? 150L + random.nextInt(400) : 0L;
    var dropped = second == 41 ? 320L : 0L;
    var response = new LatencyTally();
    var service = new LatencyTally();
    for (var i = 0; i < offered - dropped; i++) {
      var micros = micros(second);
      service.recordMicros(micros);
      response.recordMicros(micros + (hurt(second) ? random.nextInt(900_000) : random.nextInt(60)));
    }
    return new LoadInterval(
        second < 0 ? LoadPhase.WARM_UP : LoadPhase.MEASURED,
        Duration.ofSeconds(second),
        Duration.ofSeconds(1),
        new LoadCounts(
            offered,
            offered - dropped,
            offered - dropped,
            dropped,
            0,
            0,
            failed == 0 ? Map.of() : Map.of(FailureCause.STATUS_5XX, failed),
            offered - dropped - failed,
            failed,
            Map.of(
                CacheOutcome.LOCAL, offered * 8L / 10,
                CacheOutcome.REDIS, offered / 10L,
                CacheOutcome.MISS, offered / 10L)),
        response.histogram(),
        service.histogram(),
        LatencyHistogram.none(),
        0,
        hurt(second) ? 400 : 3,
        64,
        hurt(second) ? 64 : 12);
  }

  private long micros(int second) {
    var warm = Math.exp(random.nextGaussian() * 0.5) * (second < 0 ? 2_400 : 1_100);
    return (long) (warm + (random.nextInt(150) == 0 ? 20_000 * random.nextDouble() : 0));
  }

  TelemetryLog telemetry() {
    var log = new TelemetryLog(RunReport.METRICS);
    for (var node = 1; node <= 3; node++) {
      var totals = new HashMap<Series, Double>();
      for (var second = -WARM_UP - 1; second <= SECONDS; second++) {
        if (node == 3 && second >= 40 && second < 46) {
          totals.clear();
        } else {
          say(log, node, second, totals);
        }
      }
    }
    return log;
  }

  private void say(TelemetryLog log, int node, int second, Map<Series, Double> totals) {
    var share = rate(second) / 3.0 * (1 + 0.05 * node);
    if (games.played()) {
      add(totals, MetricCatalogue.GAME_ACTIONS.series(), share);
      add(totals, MetricCatalogue.GAME_BATCHES.series("actions"), share / 4);
      add(totals, MetricCatalogue.GAME_BATCHES.series("rounds"), share / 8);
      add(totals, MetricCatalogue.GAME_ROUNDS.series("complete"), share / 5);
      add(totals, MetricCatalogue.GAME_ROUNDS.series("time"), second == 30 ? 7 : 0);
      add(totals, MetricCatalogue.GAME_ROUNDS.series("left"), second == SECONDS ? 100 : 0);
      add(totals, MetricCatalogue.GAME_REFUSALS.series("acted"), second == 30 ? 3 : 0);
      add(totals, MetricCatalogue.GAMES_FORWARDED.series(), share / 2);
    } else {
      add(totals, MetricCatalogue.SIGNALS_PROCESSED.series(), share);
      add(totals, MetricCatalogue.CACHE_REQUESTS.series(), share);
      add(totals, MetricCatalogue.CACHE_HITS.series("local"), share * 0.8);
      add(totals, MetricCatalogue.CACHE_HITS.series("redis"), share * 0.1);
      add(totals, MetricCatalogue.CACHE_COALESCED.series(), share * 0.02);
      add(totals, MetricCatalogue.SIGNALS_STORED.series(), share);
      add(totals, MetricCatalogue.BATCHES.series("free"), share / (8 + random.nextInt(4)));
    }
    add(totals, MetricCatalogue.PROCESS_CPU.series(), 0.3 + 0.05 * random.nextDouble());
    if (node == 2 && (second == 20 || second == 21)) {
      return; // lost on the way
    }
    var tally = new LatencyTally();
    for (var i = 0; i < share; i++) {
      tally.recordMicros((long) (micros(second) * 0.7));
    }
    var started = node == 3 && second >= 46 ? START.plusSeconds(45) : START.minusSeconds(300);
    log.heard(
        "node-" + node,
        new TelemetryFrame(
            0,
            new TelemetrySnapshot(
                new TelemetrySource(
                    SourceKind.NODE, "node-" + node, "demo", "local", "0.1.0", started),
                1_000 + second,
                START.plusSeconds(second + 1).plusMillis(node * 120L),
                (1_000L + second) * 1_000_000_000,
                Duration.ofSeconds(1),
                totals,
                Map.of(
                    MetricCatalogue.DB_ACTIVE.series(),
                    2.0 + random.nextInt(4),
                    MetricCatalogue.DB_MAX.series(),
                    20.0,
                    MetricCatalogue.DB_PENDING.series(),
                    hurt(second) ? 9.0 : 0.0,
                    MetricCatalogue.PARALLEL_ACTIVE.series(),
                    1.0 + random.nextInt(6),
                    MetricCatalogue.PARALLEL_MAX.series(),
                    8.0,
                    MetricCatalogue.PARALLEL_WAITING.series(),
                    0.0,
                    MetricCatalogue.MACHINE_CPU.series(),
                    0.8 + 0.1 * random.nextDouble(),
                    MetricCatalogue.RESIDENT_MEMORY.series(),
                    140e6 + second * 1e5),
                games.played()
                    ? Map.of(MetricCatalogue.GAME_ACTION_TIME.series(), tally.histogram())
                    : Map.of(
                        MetricCatalogue.PROCESSING_TIME.series(), tally.histogram(),
                        MetricCatalogue.STAGE_TIME.series("store"), tally.histogram()),
                events(node, second))));
  }

  private static List<TelemetryEvent> events(int node, int second) {
    if (second == 15 && node == 1) {
      return List.of(
          new TelemetryEvent(
              EventKind.TUNING,
              START.plusSeconds(15),
              "performance.buffer_flush_ms 50 → 20",
              Map.of("who", "<b>someone</b>")));
    }
    if (second == 40 && node == 1) {
      return List.of(
          new TelemetryEvent(
              EventKind.NODE_DOWN, START.plusSeconds(40), "node-3 was not heard again", Map.of()));
    }
    return second == 46 && node == 3
        ? List.of(
            new TelemetryEvent(EventKind.NODE_UP, START.plusSeconds(46), "node-3 up", Map.of()))
        : List.of();
  }

  private static void add(Map<Series, Double> totals, Series series, double amount) {
    totals.merge(series, amount, Double::sum);
  }
}
