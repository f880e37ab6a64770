package ai.hal9.console.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

  private static final Duration QUARTER = Duration.ofMillis(250);

  private final HistoryStore history = HistoryStore.empty(Clock.systemUTC());

  @Test
  void live_cluster_fillsTheHistoryAndTellsItsReaders() {
    var news = new AtomicInteger();
    try (var cluster = GeneratedCluster.start(3, QUARTER, 1);
        var http = HttpClient.newHttpClient();
        var feed = feed(http, cluster.url());
        var _ = feed.onNews(news::incrementAndGet)) {
      await().until(() -> feed.state().connection() == Connection.LIVE);
      await().until(() -> history.sources().size() == 3 && feed.state().received() > 3 * 8);

      var state = feed.state();
      assertThat(state.nodes()).hasSize(3).allMatch(node -> node.interval().equals(QUARTER));
      assertThat(state.unreadable()).isZero();
      assertThat(news).hasValueGreaterThan(20);
      var now = history.latest(Duration.ofSeconds(1));
      assertThat(
              history
                  .rate(now, Scope.cluster(), Selection.of(MetricCatalogue.SIGNALS_PROCESSED))
                  .at(0))
          .isBetween(900.0, 2_100.0);
      assertThat(
              history
                  .gauge(now, Scope.cluster(), Selection.of(MetricCatalogue.DB_MAX), Across.SUM)
                  .mean()
                  .at(0))
          .isEqualTo(300);
    }
  }

  @Test
  void live_nobodyThere_saysWhyAndGoesOnTrying() {
    try (var http = HttpClient.newHttpClient();
        var feed = feed(http, URI.create("http://127.0.0.1:1"))) {
      await().until(() -> !feed.state().reason().isEmpty());
      assertThat(feed.state().connection()).isEqualTo(Connection.CONNECTING);
      assertThat(feed.state().reason()).contains("does not answer");
    }
  }

  private TelemetryFeed feed(HttpClient http, URI url) {
    return TelemetryFeed.live(http, new ClusterAddress(url, ""), history, Clock.systemUTC());
  }
}
