package ai.hal9.console.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HeardSource;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.Readings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A real node, watched through its death. */
class LiveFeedIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NODE = "node-1";

  private final Clock clock = Clock.systemUTC();
  private final HistoryStore history = HistoryStore.empty(clock);

  @Test
  void live_nodeFrozenThenKilled_isAGap_andLiveAgainByItself()
      throws IOException, InterruptedException {
    var control =
        ClusterControl.of(
            new Hal9Home(Path.of("target", "hal9-home")), new Installation(Path.of("..")));
    var spec = ClusterSpec.named("watched").withFresh(true).withNodes(1);
    try (var cluster = control.start(spec, event -> {});
        var http = HttpClient.newHttpClient();
        var feed =
            TelemetryFeed.live(
                http,
                new ClusterAddress(cluster.url(), Files.readString(cluster.tokenFile()).strip()),
                history,
                clock)) {
      await().atMost(SOON).until(() -> feed.state().connection() == Connection.LIVE);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(history.sources())
                      .extracting(source -> source.newest().source().kind())
                      .containsAll(
                          List.of(
                              SourceKind.NODE,
                              SourceKind.POSTGRES,
                              SourceKind.REDIS,
                              SourceKind.BALANCER)));
      await().atMost(SOON).until(() -> known() >= 4);
      assertThat(feed.state().age(clock.instant()))
          .hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofMillis(1_500)));

      var killed = clock.instant();
      var pid = cluster.state().nodes().getFirst().pid();
      // a node killed at once may be back before its silence is worth a word
      new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
      await().atMost(SOON).until(() -> feed.state().connection() == Connection.LOST);
      assertThat(feed.state().reason()).contains(NODE);
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();

      await().atMost(SOON).until(() -> feed.state().connection() == Connection.LIVE);
      await().atMost(SOON).until(() -> restarts() == 1);
      assertThat(gaps(killed)).as("seconds of which nothing is known").isPositive();
      assertThat(feed.state().unreadable()).isZero();
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(history.events(Window.last(SOON, clock.instant().plusSeconds(1))))
                      .extracting(event -> event.event().kind())
                      .contains(EventKind.NODE_DOWN, EventKind.NODE_UP));
    }
  }

  private long known() {
    return uptime(history.axis(history.span().orElseThrow(), 1_000)).known().count();
  }

  private int restarts() {
    return history.sources().stream()
        .filter(source -> source.name().equals(NODE))
        .mapToInt(HeardSource::restarts)
        .sum();
  }

  private long gaps(Instant from) {
    var axis = history.axis(history.span().orElseThrow(), 1_000);
    var uptime = uptime(axis);
    return IntStream.range(Math.max(0, axis.indexOf(from)), axis.count())
        .filter(column -> !uptime.known(column))
        .count();
  }

  private Readings uptime(Axis axis) {
    return history
        .gauge(axis, Scope.source(NODE), Selection.of(MetricCatalogue.UPTIME), Across.SUM)
        .mean();
  }
}
