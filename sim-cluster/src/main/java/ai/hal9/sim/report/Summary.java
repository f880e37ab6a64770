package ai.hal9.sim.report;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.telemetry.ServerWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run in a terminal: verdicts first, then figures in columns, each with its vantage and n. */
public final class Summary {

  private static final List<Percentiles> SHOWN =
      List.of(Percentiles.P50, Percentiles.P95, Percentiles.P99, Percentiles.P999);
  private static final int NAME_WIDTH = 18;
  private static final int CELL_WIDTH = 11;

  private final RunReport report;
  private final Palette palette;
  private final List<String> lines = new ArrayList<>();

  public Summary(RunReport report, Palette palette) {
    this.report = report;
    this.palette = palette;
  }

  /** The lines, in order. */
  public List<String> lines() {
    var load = report.load();
    line(
        palette.strong(load.scenario().name())
            + "  %s measured after %s warm-up, against %s"
                .formatted(
                    Quantity.span(load.window()),
                    Quantity.span(load.scenario().warmUp()),
                    load.target()));
    if (load.scenario().games().played()) {
      line("  " + load.scenario().games().words());
    }
    line("");
    thresholds();
    requests();
    latencies();
    servers();
    verdicts();
    return List.copyOf(lines);
  }

  private void thresholds() {
    for (var verdict : report.load().thresholds()) {
      var word =
          switch (verdict.judgement()) {
            case MET -> palette.good("✓ met       ");
            case MISSED -> palette.bad("✗ missed    ");
            case NOT_JUDGED -> palette.faint("– not judged");
          };
      line(
          "  %s  %-40s %12s   %s"
              .formatted(
                  word,
                  verdict.threshold().text(),
                  ThresholdText.observed(verdict),
                  palette.faint(ThresholdText.reach(verdict, report.load().window()))));
    }
    if (!report.load().thresholds().isEmpty()) {
      line("");
    }
  }

  private void requests() {
    var load = report.load();
    var counts = load.counts();
    row("offered", Quantity.exact(counts.offered()), "");
    row("completed", Quantity.exact(counts.completed()), Quantity.RATE.text(load.throughput()));
    row("failed", Quantity.exact(counts.failed()), Quantity.SHARE.text(counts.failedRate()));
    for (var cause : FailureCause.values()) {
      if (counts.failed(cause) > 0) {
        row("  " + cause.wireName().replace('_', ' '), Quantity.exact(counts.failed(cause)), "");
      }
    }
    row("dropped", Quantity.exact(counts.dropped()), "");
    if (counts.unsent() + counts.interrupted() > 0) {
      row("unfinished", Quantity.exact(counts.unsent() + counts.interrupted()), "");
    }
    line("");
  }

  private void row(String name, String value, String rate) {
    line(("  %-" + NAME_WIDTH + "s%14s%14s").formatted(name, value, rate).stripTrailing());
  }

  private void latencies() {
    var heading = new StringBuilder(("  %-" + NAME_WIDTH + "s").formatted("latency"));
    SHOWN.forEach(percentile -> heading.append(cell(percentile.label())));
    line(palette.faint(heading + cell("max") + cell("n")));
    latency("response, client", report.load().responseTime());
    latency("service, client", report.load().serviceTime());
    if (!report.server().empty()) {
      latency(report.work().label() + ", server", report.measured().latency(report.work().time()));
    }
    line("");
  }

  private void latency(String name, LatencyHistogram distribution) {
    var row = new StringBuilder(("  %-" + NAME_WIDTH + "s").formatted(name));
    SHOWN.forEach(percentile -> row.append(cell(percentile.text(distribution))));
    line(row + cell(Percentiles.max(distribution)) + cell(Quantity.exact(distribution.count())));
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, "%" + CELL_WIDTH + "s", text);
  }

  private void servers() {
    if (report.server().empty()) {
      line(
          report.setup().clientOnly()
              ? "  Client side only: the target is no local cluster, so no node was listened to."
              : "  No telemetry was heard; the server's side is not known.");
      line("");
      return;
    }
    var measured = report.measured();
    switch (report.work()) {
      case SIGNALS -> cache(measured);
      case ACTIONS -> line("  rounds, server    " + Rounds.words(measured));
    }
    line(
        "  stored, server    %s rows in batches of %s"
            .formatted(
                Quantity.exact(Math.round(measured.increase(report.work().rows()))),
                Quantity.COUNT.text(
                    measured.ratio(report.work().rows(), report.work().batches()))));
    line(
        "  nodes, server     %d, database connections at most %s of %s"
            .formatted(
                report.server().nodes().size(),
                Quantity.COUNT.text(measured.peak(MetricCatalogue.DB_ACTIVE)),
                Quantity.COUNT.text(measured.peak(MetricCatalogue.DB_MAX))));
    line("");
  }

  private void cache(ServerWindow measured) {
    var lookUps = seriesOf(MetricCatalogue.CACHE_REQUESTS);
    line(
        "  cache, server     hits %s (local %s, Redis %s), coalesced %s, n = %s"
            .formatted(
                share(measured.ratio(seriesOf(MetricCatalogue.CACHE_HITS), lookUps)),
                share(
                    measured.ratio(
                        seriesOf(MetricCatalogue.CACHE_HITS, "level", "local"), lookUps)),
                share(
                    measured.ratio(
                        seriesOf(MetricCatalogue.CACHE_HITS, "level", "redis"), lookUps)),
                share(measured.ratio(seriesOf(MetricCatalogue.CACHE_COALESCED), lookUps)),
                Quantity.exact(Math.round(measured.increase(lookUps)))));
  }

  private static String share(double value) {
    return Quantity.SHARE.text(value);
  }

  private void verdicts() {
    for (var verdict : Verdicts.of(report.load())) {
      var word =
          switch (verdict.mood()) {
            case GOOD -> palette.good("✓ " + verdict.word());
            case BAD -> palette.bad("✗ " + verdict.word());
            case PLAIN -> verdict.word();
          };
      line(word + "  " + verdict.reason());
    }
  }

  private void line(String text) {
    lines.add(palette.written(text));
  }
}
