package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.cluster.Auth;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ScratchHome;
import ai.hal9.sim.driver.MeasuredRun;
import ai.hal9.sim.fault.SignalStore;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.RateLimits;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.report.Palette;
import ai.hal9.sim.report.ReportJson;
import ai.hal9.sim.report.ReportPage;
import ai.hal9.sim.report.Summary;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Games as a load. */
@Tag("real-nodes")
final class PlayedGamesIT {

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @EnumSource(Auth.class)
  void games_onACluster_storeEveryAcknowledgedAction(Auth auth) throws Exception {
    var home = ScratchHome.in(directory);
    var control = ClusterControl.of(home, Installation.current());
    var spec = DurabilityIT.spec("games").withNodes(2).withStandbys(0).withAuth(auth);
    try (var cluster = control.start(spec, event -> {})) {
      // a player's turn comes every 5 s: nodes just started have answered the one before
      var report = MeasuredRun.of(http, cluster.state()).run(scenario(20, 10), (_, _) -> {});

      var counts = report.load().counts();
      assertThat(counts.failures()).isEmpty();
      assertThat(counts.completed()).isEqualTo(200);
      assertThat(report.load().responseTime().count()).isEqualTo(200);
      assertThat(report.load().passed()).isTrue();
      assertThat(new Summary(report, Palette.PLAIN).lines())
          .contains("  20 games of 5 players each; every request and figure is of their actions");
      var said = SimJson.LINE.readTree(new ReportJson(report).text());
      assertThat(said.at("/scenario/games/concurrent").asInt()).isEqualTo(20);
      assertThat(said.at("/server/latency/processing_time/n").asInt()).isEqualTo(200);
      assertThat(said.at("/server/games/rounds_complete").asInt()).isEqualTo(40);
      assertThat(said.at("/server/games/rounds_ended_by_time").asInt()).isZero();

      var store = SignalStore.of(cluster.state(), home.cluster("games"));
      try (var connection = store.connect()) {
        assertThat(number(connection, "SELECT count(*) FROM actions")).isEqualTo(200);
        // everyone acts in turn, so that no round waits for its time
        assertThat(number(connection, "SELECT count(*) FROM rounds WHERE zeros + ones = 5"))
            .isEqualTo(40);
        awaitFinished(connection);
        assertThat(number(connection, "SELECT count(*) FROM signals")).isZero();
      }
    }
  }

  @Test
  void limits_thatRefuseAPart_areToldBeforeTheLoad_andStandInTheReport() throws Exception {
    var home = ScratchHome.in(directory);
    var control = ClusterControl.of(home, Installation.current());
    var spec =
        DurabilityIT.spec("limited")
            .withNodes(1)
            .withStandbys(0)
            .with("rate_limit.enabled", "on")
            .with("rate_limit.user_per_second", "15");
    try (var cluster = control.start(spec, event -> {})) {
      var told = new ArrayList<String>();
      var report =
          MeasuredRun.of(http, cluster.state())
              .run(
                  scenario(40, 5),
                  new LoadListener() {
                    @Override
                    public void limited(RateLimits limits) {
                      told.add(limits.words());
                    }

                    @Override
                    public void warned(String words) {
                      told.add(words);
                    }

                    @Override
                    public void interval(LoadInterval interval, List<ThresholdVerdict> verdicts) {
                      told.add("load");
                    }
                  });

      var limits = "a node takes 1,000 requests a second, and a user gets 15";
      assertThat(told.getFirst()).isEqualTo(limits);
      assertThat(told.get(1)).contains("up to 40 requests a second come");
      assertThat(told).element(2).isEqualTo("load");
      assertThat(new ReportPage(report).html()).contains(limits);
      // the games were made and left although most of that was refused at first
      assertThat(report.load().counts().offered()).isEqualTo(200);
      var store = SignalStore.of(cluster.state(), home.cluster("limited"));
      try (var connection = store.connect()) {
        assertThat(number(connection, "SELECT count(*) FROM games")).isEqualTo(20);
        awaitFinished(connection);
      }
    }
  }

  private static Scenario scenario(int rate, int seconds) {
    var text =
        """
        executor: constant-arrival-rate
        rate: %d
        duration: %ds
        games: {concurrent: 20, players: 5, round-time: 10s}
        thresholds: {http_req_failed: count<1, http_req_duration: max<5000}
        """
            .formatted(rate, seconds);
    return ((ScenarioReading.Accepted) ScenarioFiles.read("games", text)).scenario();
  }

  /** The last player's leaving is answered before the round that ends so is written. */
  private static void awaitFinished(Connection connection) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        number(connection, "SELECT count(*) FROM games WHERE status <> 'finished'"))
                    .isZero());
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
