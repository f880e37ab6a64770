package ai.hal9.sim.report;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Markup;
import ai.hal9.sim.chart.Quantity;

/** The few figures that answer "how was it", each with its vantage, window and n. */
final class Tiles {

  private final RunReport report;

  Tiles(RunReport report) {
    this.report = report;
  }

  Markup html() {
    var load = report.load();
    var counts = load.counts();
    var offered = load.offered();
    var window = Quantity.span(load.window());
    var tiles = new Markup().open("section", "class", "tiles");
    tile(
        tiles,
        "Throughput",
        Quantity.RATE.text(load.throughput()),
        "client · %s · n = %s"
            .formatted(
                Quantity.span(offered.length()), Quantity.exact(offered.counts().completed())));
    latency(tiles, Percentiles.P50, load.responseTime(), window);
    latency(tiles, Percentiles.P99, load.responseTime(), window);
    tile(
        tiles,
        "Failed",
        Quantity.SHARE.text(counts.failedRate()),
        "client · %s of %s"
            .formatted(Quantity.exact(counts.failed()), Quantity.exact(counts.settled())));
    tile(
        tiles,
        "Dropped",
        Quantity.exact(counts.dropped()),
        "client · of %s offered".formatted(Quantity.exact(counts.offered())));
    switch (report.work()) {
      case SIGNALS -> hitRate(tiles);
      case ACTIONS -> rounds(tiles);
    }
    return tiles.close("section");
  }

  private void rounds(Markup tiles) {
    if (report.server().empty()) {
      unheard(tiles, "Rounds closed");
      return;
    }
    var measured = report.measured();
    tile(
        tiles,
        "Rounds closed",
        Quantity.exact(Math.round(measured.increase(Rounds.CLOSED))),
        "server · %s · %s by time"
            .formatted(
                Quantity.span(measured.length()),
                Quantity.exact(Math.round(measured.increase(Rounds.BY_TIME)))));
  }

  private void unheard(Markup tiles, String label) {
    tile(
        tiles,
        label,
        Quantity.UNKNOWN,
        report.setup().clientOnly()
            ? "server · not measured: no local cluster"
            : "server · no telemetry was heard");
  }

  private void hitRate(Markup tiles) {
    if (report.server().empty()) {
      unheard(tiles, "Cache hit rate");
      return;
    }
    var measured = report.measured();
    tile(
        tiles,
        "Cache hit rate",
        Quantity.SHARE.text(
            measured.ratio(
                seriesOf(MetricCatalogue.CACHE_HITS), seriesOf(MetricCatalogue.CACHE_REQUESTS))),
        "server · %s · n = %s"
            .formatted(
                Quantity.span(measured.length()),
                Quantity.exact(
                    Math.round(measured.increase(seriesOf(MetricCatalogue.CACHE_REQUESTS))))));
  }

  private static void latency(
      Markup tiles, Percentiles percentile, LatencyHistogram distribution, String window) {
    var note =
        percentile.supportedBy(distribution)
            ? "client · %s · n = %s".formatted(window, Quantity.exact(distribution.count()))
            : percentile.wanting(distribution);
    tile(tiles, "Response time " + percentile.label(), percentile.text(distribution), note);
  }

  private static void tile(Markup tiles, String label, String value, String note) {
    tiles
        .open("div", "class", "tile")
        .element("span", label, "class", "label")
        .element("span", value, "class", "value")
        .element("span", note, "class", "note")
        .close("div");
  }
}
