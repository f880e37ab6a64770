package ai.hal9.console.runs;

import ai.hal9.api.telemetry.LatencyHistogram;
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
import ai.hal9.sim.report.Machine;
import ai.hal9.sim.report.ReportJson;
import ai.hal9.sim.report.ReportPage;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.report.Setup;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.telemetry.TelemetryLog;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reports of runs of ten seconds at 100 requests a second, all equally slow. */
public final class SampleReports {

  private static final int SECONDS = 10;
  private static final int RATE = 100;

  private SampleReports() {}

  /**
   * A run's report as it is kept.
   *
   * @param micros how long every request took
   * @param batch a tuning parameter's value, in force as version 3
   */
  public static RunReportText of(String name, Instant startedAt, long micros, String batch) {
    var report =
        RunReport.of(
            result(name, startedAt, micros), new TelemetryLog(RunReport.METRICS), setup(batch));
    return new RunReportText(new ReportJson(report).text(), new ReportPage(report).html());
  }

  private static Setup setup(String batch) {
    return new Setup(
        "test",
        "1.0",
        Map.of("nodes", "3"),
        Map.of("performance.signal_buffer_size", batch, "performance.caching", "on"),
        3,
        new Machine("Sample", 2, 1L << 30, "Linux", "25"));
  }

  private static LoadResult result(String name, Instant startedAt, long micros) {
    var scenario = scenario(name);
    var second = histogram(micros, RATE);
    var counts =
        new LoadCounts(
            RATE, RATE, RATE, 0, 0, 0, Map.of(FailureCause.STATUS_5XX, 1L), 0, 0, Map.of());
    var intervals = new ArrayList<LoadInterval>();
    for (var i = 0; i < SECONDS; i++) {
      intervals.add(
          new LoadInterval(
              LoadPhase.MEASURED,
              Duration.ofSeconds(i),
              Duration.ofSeconds(1),
              counts,
              second,
              second,
              LatencyHistogram.none(),
              0,
              0,
              8,
              1));
    }
    var all =
        intervals.stream().map(LoadInterval::counts).reduce(LoadCounts.NONE, LoadCounts::plus);
    var whole = histogram(micros, RATE * SECONDS);
    return new LoadResult(
        scenario,
        URI.create("http://127.0.0.1:8080"),
        startedAt,
        Duration.ofSeconds(SECONDS),
        LoadEnding.COMPLETED,
        LoadCounts.NONE,
        all,
        whole,
        whole,
        intervals,
        List.of(
            new StageResult(
                scenario.executor().stages().getFirst(), Duration.ZERO, all, whole, whole)),
        List.<Steering>of(),
        List.of(
            new ThresholdVerdict(
                scenario.thresholds().getFirst(),
                micros / 1e3,
                micros < 20_000 ? Judgement.MET : Judgement.MISSED,
                false)),
        new GeneratorCheck(
            1,
            "epoll",
            0.2,
            0.3,
            Duration.ofNanos(9_000),
            0,
            Duration.ZERO,
            Duration.ZERO,
            LatencyHistogram.none(),
            new Validity.Valid()));
  }

  private static LatencyHistogram histogram(long micros, int count) {
    var samples = new long[count];
    Arrays.fill(samples, micros);
    return LatencyHistogram.ofMicros(samples);
  }

  private static Scenario scenario(String name) {
    var text =
        """
        name: %s
        executor: constant-arrival-rate
        rate: 100
        duration: 10s
        thresholds: {http_req_duration: p(99)<20}
        """
            .formatted(name);
    return ScenarioFiles.read(name, text) instanceof ScenarioReading.Accepted(var read)
        ? read
        : ScenarioFiles.bundled("smoke").orElseThrow();
  }
}
