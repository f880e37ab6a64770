package ai.hal9.sim.command;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.SimException;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.driver.LoadNews;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.Validity;
import ai.hal9.sim.report.ReportReader;
import ai.hal9.sim.report.ReportReading;
import ai.hal9.sim.report.SavedReport;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A demo's load that a window orders, followed in the terminal until this is closed. */
final class FollowedDemo implements DemoLoad, AutoCloseable {

  private final String name;
  private final String scenario;
  private final LoadListener progress;
  private final DemoReport report;
  private @Nullable Boolean passed;
  private @Nullable SimException failure;
  private boolean closed;

  /**
   * @param progress follows it
   * @param report takes what was measured, once
   */
  FollowedDemo(String name, String scenario, LoadListener progress, DemoReport report) {
    this.name = name;
    this.scenario = scenario;
    this.progress = progress;
    this.report = report;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String scenario() {
    return scenario;
  }

  @Override
  public synchronized Optional<End> heard(LoadNews news) {
    if (closed) {
      return Optional.empty();
    }
    return switch (news) {
      case LoadNews.Progress running -> {
        progress.interval(running.interval(), running.thresholds());
        yield Optional.empty();
      }
      case LoadNews.Warned(var words) -> {
        progress.warned(words);
        yield Optional.empty();
      }
      case LoadNews.Ended ended -> Optional.of(ended(ended));
      case LoadNews.Failed(var why) ->
          Optional.of(failed(new SimException(SimException.Code.UNREACHABLE, why)));
    };
  }

  /**
   * Whether no threshold was missed.
   *
   * @throws SimException when there is no report
   */
  synchronized boolean passed() {
    if (failure != null) {
      throw failure;
    }
    if (passed == null) {
      throw new SimException(
          SimException.Code.INTERRUPTED, "the window was closed before the load had been measured");
    }
    return passed;
  }

  /** Hears nothing more. */
  @Override
  public synchronized void close() {
    closed = true;
  }

  private End ended(LoadNews.Ended ended) {
    try {
      return switch (ReportReader.read(ended.report())) {
        case ReportReading.Accepted(var saved) -> {
          passed = saved.passed();
          yield measured(saved, report.write(ended.page(), ended.report(), ended.summary()));
        }
        case ReportReading.Rejected(var why) ->
            failed(new SimException(SimException.Code.UNREACHABLE, why));
      };
    } catch (SimException e) {
      return failed(e);
    }
  }

  private End failed(SimException why) {
    failure = why;
    return new End(false, "Demo load failed", Failures.sentence(why));
  }

  private static End measured(SavedReport saved, Path page) {
    return new End(
        saved.passed(),
        "Demo load done"
            + (saved.passed() ? "" : ", threshold missed")
            + (saved.generator().validity() instanceof Validity.Invalid
                ? ", figures not valid"
                : ""),
        "%s   p50 %s   p99 %s at the client   failed %s   dropped %s   report in %s"
            .formatted(
                Quantity.RATE.text(saved.throughput()),
                percentile(saved.responseTime(), 50),
                percentile(saved.responseTime(), 99),
                Quantity.exact(saved.counts().failed()),
                Quantity.exact(saved.counts().dropped()),
                page));
  }

  private static String percentile(LatencyHistogram samples, double percentile) {
    return samples.supports(percentile)
        ? Quantity.LATENCY.text((double) samples.micros(percentile))
        : Quantity.UNKNOWN;
  }
}
