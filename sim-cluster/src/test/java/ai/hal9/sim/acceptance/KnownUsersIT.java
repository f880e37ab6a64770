package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.cluster.Auth;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ScratchHome;
import ai.hal9.sim.driver.MeasuredRun;
import ai.hal9.sim.driver.RunUsers;
import ai.hal9.sim.driver.ScenarioRunner;
import ai.hal9.sim.fault.SignalStore;
import ai.hal9.sim.generator.LoadGenerator;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.report.ReportJson;
import ai.hal9.sim.report.ReportPage;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load on a cluster that serves known users only. */
@Tag("real-nodes")
final class KnownUsersIT {

  private static final String TEXT =
      """
      executor: constant-vus
      vus: 4
      duration: 1s
      think-time: 20ms
      data: {users: 5}
      """;

  private static final LoadListener NOBODY = (_, _) -> {};

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void load_onAClusterForKnownUsers_isServed() throws Exception {
    var home = ScratchHome.in(directory);
    var control = ClusterControl.of(home, Installation.current());
    var spec = DurabilityIT.spec("known").withNodes(1).withStandbys(0).withAuth(Auth.REQUIRED);
    try (var cluster = control.start(spec, event -> {})) {
      assertThat(signal(cluster.url()).statusCode()).isEqualTo(401);
      var store = SignalStore.of(cluster.state(), home.cluster("known"));

      assertServed(MeasuredRun.of(http, cluster.state()).run(scenario(), NOBODY));
      assertThat(users(store)).isEqualTo(5);

      // those it has made are known to the next run
      assertServed(MeasuredRun.of(http, cluster.state()).run(scenario(), NOBODY));
      assertThat(users(store)).isEqualTo(5);

      var file = Files.writeString(directory.resolve("tokens"), token(cluster.url()) + "\n");
      var runner = new ScenarioRunner(LoadGenerator.create(), _ -> {}, RunUsers.inFile(file));
      assertServed(MeasuredRun.of(http, cluster.state(), runner).run(scenario(), NOBODY));
      assertThat(users(store)).isEqualTo(5);
    }
  }

  private static void assertServed(RunReport report) {
    assertThat(report.load().counts().completed()).isPositive();
    assertThat(report.load().counts().failures()).isEmpty();
    assertThat(report.load().counts().checksFailed()).isZero();
    assertThat(new ReportJson(report).text()).doesNotContain("hal9_s_");
    assertThat(new ReportPage(report).html()).doesNotContain("hal9_s_");
  }

  private static Scenario scenario() {
    return ((ScenarioReading.Accepted) ScenarioFiles.read("known", TEXT)).scenario();
  }

  private static int users(SignalStore store) throws SQLException {
    try (var connection = store.connect();
        var counted =
            connection
                .createStatement()
                .executeQuery("SELECT count(*) FROM users WHERE username LIKE 'hal9-run-%'")) {
      counted.next();
      return counted.getInt(1);
    }
  }

  private HttpResponse<String> signal(URI cluster) throws IOException, InterruptedException {
    return post(cluster.resolve("/api/v1/signal"), "{\"content\":\"hello\"}");
  }

  private String token(URI cluster) throws IOException, InterruptedException {
    var answer =
        post(
            cluster.resolve("/api/v1/auth/register"),
            "{\"username\":\"dave\",\"password\":\"open the pod bay\"}");
    return SimJson.LINE.readTree(answer.body()).at("/data/access_token").asString();
  }

  private HttpResponse<String> post(URI where, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(where)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
