package ai.hal9.console.series;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.console.source.GeneratedNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One hour of a loaded cluster's telemetry, fast: some hundred intervals are generated, encoded and
 * decoded, and every snapshot of the hour is a copy of one of them with its place in time.
 */
public final class GeneratedHour {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int VARIETY = 400;

  private final int nodes;
  private final Instant start;
  private final Duration interval;
  private final List<TelemetrySnapshot> intervals;
  private final LatencySum copying = new LatencySum();
  private final Random random;
  private long processed;

  GeneratedHour(int nodes, Duration interval, double signalsPerSecond, long seed) {
    this(nodes, Voice.EPOCH, interval, signalsPerSecond, seed);
  }

  /** One that begins at a moment. */
  public GeneratedHour(
      int nodes, Instant start, Duration interval, double signalsPerSecond, long seed) {
    this.nodes = nodes;
    this.start = start;
    this.interval = interval;
    this.random = new Random(seed);
    var node = new GeneratedNode("any", start, interval, signalsPerSecond, random);
    intervals =
        IntStream.range(0, VARIETY)
            .mapToObj(i -> node.nextFrame())
            .map(text -> TelemetryCodec.frame(text).snapshot())
            .toList();
  }

  /** Says it all; the clock moves along. */
  void into(HistoryStore history, SetClock clock) {
    into(history, clock, () -> start.plus(HOUR));
  }

  /** Says all there is up to a moment, which may move on meanwhile; the clock moves along. */
  public void into(HistoryStore history, SetClock clock, Supplier<Instant> end) {
    var said = new ArrayList<Said>();
    for (var node = 1; node <= nodes; node++) {
      said.add(new Said("node-" + node));
    }
    for (var i = 1; !start.plus(interval.multipliedBy(i)).isAfter(end.get()); i++) {
      clock.set(start.plus(interval.multipliedBy(i)).plusMillis(2));
      for (var node : said) {
        history.heard(node.source.name(), new TelemetryFrame(0, node.next(i)));
      }
    }
  }

  /** Samples of processing time in all of it. */
  long processed() {
    return processed;
  }

  /** What is read from the network shares no memory with what was read before. */
  private Map<Series, LatencyHistogram> copies(Map<Series, LatencyHistogram> latencies) {
    var copies = new HashMap<Series, LatencyHistogram>();
    latencies.forEach(
        (series, latency) -> {
          copying.add(latency);
          copies.put(series, copying.take());
        });
    return copies;
  }

  private final class Said {

    private final TelemetrySource source;
    private final Map<Series, Double> totals = new HashMap<>();

    Said(String name) {
      source = new TelemetrySource(SourceKind.NODE, name, "generated", "local", "0.1.0", start);
    }

    TelemetrySnapshot next(int number) {
      var drawn = intervals.get(random.nextInt(VARIETY));
      var samples =
          drawn
              .latencies()
              .getOrDefault(MetricCatalogue.PROCESSING_TIME.series(), LatencyHistogram.none())
              .count();
      processed += samples;
      drawn.counters().forEach((series, value) -> totals.merge(series, 1.0, Double::sum));
      totals.merge(MetricCatalogue.SIGNALS_PROCESSED.series(), samples - 1.0, Double::sum);
      var passed = interval.multipliedBy(number);
      return new TelemetrySnapshot(
          source,
          number,
          start.plus(passed),
          passed.toNanos(),
          interval,
          totals,
          drawn.gauges(),
          copies(drawn.latencies()),
          List.of());
    }
  }
}
