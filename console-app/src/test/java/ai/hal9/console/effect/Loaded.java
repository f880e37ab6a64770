package ai.hal9.console.effect;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencyTally;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A loaded node whose seconds resemble their neighbours: speed, rate and hit rate each wander as a
 * first-order autoregressive series around their mean.
 */
public final class Loaded {

  public static final Instant EPOCH = Instant.parse("2026-03-01T10:00:00Z");

  private static final double RHO = 0.6;

  private final Random random;
  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);
  private final Map<Series, Double> totals = new HashMap<>();
  private final TelemetrySource source =
      new TelemetrySource(
          SourceKind.NODE, "node-1", "test", "local", "0.1.0", EPOCH.minusSeconds(3_600));
  private final double[] wander = new double[3];
  private double millis = 5;
  private double perSecond = 200;
  private int second;

  public Loaded(long seed) {
    random = new Random(seed);
  }

  public HistoryStore history() {
    return history;
  }

  /** From now on this median latency and rate. */
  public Loaded at(double medianMillis, double signalsPerSecond) {
    millis = medianMillis;
    perSecond = signalsPerSecond;
    return this;
  }

  /** So many seconds of it. */
  public Loaded lasts(int seconds) {
    for (var end = second + seconds; second < end; second++) {
      says(true);
    }
    return this;
  }

  /** So many seconds without a single signal. */
  public Loaded idles(int seconds) {
    for (var end = second + seconds; second < end; second++) {
      says(false);
    }
    return this;
  }

  /** Some seconds of which nothing is heard. */
  public Loaded unheard(int seconds) {
    second += seconds;
    return this;
  }

  private void says(boolean loaded) {
    for (var i = 0; i < wander.length; i++) {
      wander[i] = RHO * wander[i] + Math.sqrt(1 - RHO * RHO) * random.nextGaussian();
    }
    var count = loaded ? (int) Math.max(1, Math.round(perSecond * (1 + 0.05 * wander[0]))) : 0;
    var median = millis * 1_000 * Math.exp(0.08 * wander[1]);
    var hits = count * Math.clamp(0.8 + 0.02 * wander[2], 0, 1);
    add(MetricCatalogue.SIGNALS_SENT.series(), count);
    add(MetricCatalogue.SIGNALS_PROCESSED.series(), count);
    add(MetricCatalogue.CACHE_REQUESTS.series(), count);
    add(MetricCatalogue.CACHE_HITS.series("local"), hits);
    var end = EPOCH.plusSeconds(second + 1L);
    clock.set(end);
    history.heard(
        "node-1",
        new TelemetryFrame(
            0,
            new TelemetrySnapshot(
                source,
                second,
                end,
                Duration.between(source.startedAt(), end).toNanos(),
                Duration.ofSeconds(1),
                totals,
                Map.of(),
                Map.of(
                    MetricCatalogue.PROCESSING_TIME.series(),
                    samples(count, median, 0.5),
                    MetricCatalogue.DB_WAIT.series(),
                    samples(count / 5, median / 50, 0.8)),
                List.of())));
  }

  private void add(Series series, double growth) {
    totals.merge(series, growth, Double::sum);
  }

  private LatencyHistogram samples(int count, double median, double sigma) {
    var tally = new LatencyTally();
    for (var i = 0; i < count; i++) {
      tally.recordMicros((long) (median * Math.exp(sigma * random.nextGaussian())));
    }
    return tally.histogram();
  }
}
