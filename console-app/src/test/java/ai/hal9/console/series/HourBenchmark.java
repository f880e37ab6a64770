package ai.hal9.console.series;

import static ai.hal9.console.series.Voice.EPOCH;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.console.source.GeneratedNode;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What one hour of 20 nodes at four intervals a second takes: memory of the history and of the
 * whole process, and the time of questions over the whole hour. {@code console-app/bin/hour} runs
 * it.
 */
public final class HourBenchmark {

  private static final int ROUNDS = 15;
  private static final int FRAMES = 1_000;

  private HourBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    decoding();
    var clock = new SetClock();
    var history = HistoryStore.empty(clock);
    var hour = new GeneratedHour(20, Duration.ofMillis(250), 500, 7);
    var began = System.nanoTime();
    hour.into(history, clock);
    var perFrame = (System.nanoTime() - began) / 1e3 / (20 * 4 * 3_600);
    System.out.printf("made up and kept: %.0f µs a frame%n", perFrame);
    System.out.printf("history: %.0f MiB%n", history.bytes() / 1024.0 / 1024);
    System.gc();
    System.out.printf("process: %s%n", resident());

    var axis = history.axis(new Window(EPOCH, EPOCH.plusSeconds(3_600)), 1_200);
    System.out.printf("the hour in %d columns of %s%n", axis.count(), axis.width());
    var processing = Selection.of(MetricCatalogue.PROCESSING_TIME);
    var store = (MemoryHistory) history;
    time(
        "percentiles, nothing remembered",
        () -> {
          store.forget();
          return history.latency(axis, Scope.cluster(), processing);
        });
    time("percentiles, again", () -> history.latency(axis, Scope.cluster(), processing));
    time(
        "percentiles of one node, nothing remembered",
        () -> {
          store.forget();
          return history.latency(axis, Scope.source("node-3"), processing);
        });
    time(
        "heatmap, nothing remembered",
        () -> {
          store.forget();
          return history.heatmap(axis, Scope.cluster(), processing);
        });
    time("heatmap, again", () -> history.heatmap(axis, Scope.cluster(), processing));
    time(
        "rate",
        () -> history.rate(axis, Scope.cluster(), Selection.of(MetricCatalogue.SIGNALS_PROCESSED)));
    time(
        "gauge",
        () ->
            history.gauge(
                axis, Scope.cluster(), Selection.of(MetricCatalogue.DB_ACTIVE), Across.SUM));
    time(
        "distribution of the hour",
        () -> history.distribution(axis.window(), Scope.cluster(), processing));
    System.out.printf("history after asking: %.0f MiB%n", history.bytes() / 1024.0 / 1024);
  }

  private static void decoding() {
    var node = new GeneratedNode("any", EPOCH, Duration.ofMillis(250), 500, new Random(1));
    var frames = IntStream.range(0, FRAMES).mapToObj(i -> node.nextFrame()).toList();
    for (var round = 0; round < 3; round++) {
      var began = System.nanoTime();
      var samples = 0L;
      for (var frame : frames) {
        samples += TelemetryCodec.frame(frame).snapshot().latencies().size();
      }
      System.out.printf(
          "decoded: %.0f µs a frame of %d characters and %d histograms%n",
          (System.nanoTime() - began) / 1e3 / FRAMES, frames.getFirst().length(), samples / FRAMES);
    }
  }

  private static void time(String what, Supplier<Object> question) {
    var millis = new double[ROUNDS];
    for (var i = 0; i < ROUNDS; i++) {
      var began = System.nanoTime();
      if (question.get().hashCode() == 42) {
        System.out.print("");
      }
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    System.out.printf("%s: first %.1f ms", what, millis[0]);
    Arrays.sort(millis);
    System.out.printf(
        ", median %.1f ms, slowest %.1f ms%n", millis[ROUNDS / 2], millis[ROUNDS - 1]);
  }

  private static String resident() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines.filter(line -> line.startsWith("VmRSS")).findFirst().orElse("unknown");
    }
  }
}
