package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.driver.KnowingTarget;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

class RunCommandTest {

  private static final String SHORT =
      """
      executor: constant-vus
      vus: 2
      duration: 300ms
      think-time: 10ms
      mix:
        - {method: GET, path: /}
      thresholds:
        http_reqs: count>%d
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ClusterControl clusters = new ListedClusters(List.of());
  private final Map<String, String> environment = new HashMap<>();
  @TempDir private Path directory;
  private HttpServer server;

  RunCommandTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void thresholds_met_isZeroAndSaysThatOnlyTheClientWasMeasured() throws IOException {
    assertThat(run(file(SHORT.formatted(1)), "--target", target())).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).contains("met").contains("Client side only");
  }

  @Test
  void thresholds_missed_isNinetyNineAndStillReports() throws IOException {
    assertThat(run(file(SHORT.formatted(1_000_000)), "--target", target()))
        .isEqualTo(ExitCode.THRESHOLD_MISSED);
    assertThat(text(out)).contains("missed").contains("http_reqs");
  }

  @Test
  void json_isAloneOnStandardOutput() throws IOException {
    var report = directory.resolve("report");
    assertThat(
            run(
                file(SHORT.formatted(1)),
                "--json",
                "--target",
                target(),
                "--report",
                report.toString()))
        .isEqualTo(ExitCode.DONE);

    var tree = SimJson.LINE.readTree(text(out));
    assertThat(tree.at("/server/heard").asBoolean(true)).isFalse();
    assertThat(report.resolve("report.html")).content().contains("not measured");
    assertThat(report.resolve("report.json")).exists();
  }

  @Test
  void report_thatCannotBeWritten_isSaidBeforeTheLoad() throws IOException {
    var file = Files.createFile(directory.resolve("file"));

    assertThat(
            run(
                file(SHORT.formatted(1)),
                "--target",
                target(),
                "--report",
                file.resolve("report").toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("cannot write the report to");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void duration_given_isHowLongTheScenarioRuns() throws IOException {
    assertThat(
            run(file(SHORT.formatted(1)), "--json", "--target", target(), "--duration", "1500ms"))
        .isEqualTo(ExitCode.DONE);
    assertThat(SimJson.LINE.readTree(text(out)).path("window_ms").asLong())
        .isBetween(1_500L, 10_000L);

    assertThat(run(file(SHORT.formatted(1)), "--target", target(), "--duration", "0s"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("--duration: '0s' is no time of a second or more");
    assertThat(run("games", "--target", target(), "--duration", "20h")).isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("--duration 20h: games end after 10000 rounds");
  }

  @Test
  void users_named_sendItsRequests() throws IOException {
    try (var knowing = new KnowingTarget(Map.of("one", "u-1", "two", "u-2"))) {
      var scenario =
          file("{executor: constant-vus, vus: 4, duration: 1s, thresholds: {checks: rate>0.99}}");
      var tokens = Files.writeString(directory.resolve("tokens"), "one two").toString();
      assertThat(run(scenario, "--target", knowing.url().toString(), "--user-token-file", tokens))
          .isEqualTo(ExitCode.DONE);
      assertThat(knowing.signals())
          .allMatch(signal -> signal.matches("(u-[12]) .*\"user_id\":\"\\1\".*"))
          .anyMatch(signal -> signal.startsWith("u-1"))
          .anyMatch(signal -> signal.startsWith("u-2"));

      environment.put("HAL9_USER_TOKEN", "three");
      assertThat(run(scenario, "--target", knowing.url().toString())).isEqualTo(ExitCode.USAGE);
      assertThat(text(err)).contains("does not take").doesNotContain("three");
    }
  }

  @Test
  void file_broken_isTwoWithEveryErrorAndItsLine() throws IOException {
    var broken =
        """
        executor: constant-vus
        vus: -3
        duration: long
        warmup: 5s
        """;
    assertThat(run(file(broken), "--target", target())).isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("3 errors").contains("line 2", "line 3", "line 4");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void scenario_unknown_isTwoAndNamesTheBundledOnes() {
    assertThat(run("nosuch", "--target", target())).isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("nosuch").contains("smoke");
  }

  @Test
  void target_closed_isOneAndSaysWhatToDo() throws IOException {
    var target = target();
    server.stop(0);
    assertThat(run(file(SHORT.formatted(1)), "--target", target)).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("cannot connect to " + target).contains("hal9 up");
  }

  @Test
  void target_ofAnotherMachine_isTwoUnlessAllowed() throws IOException {
    assertThat(run(file(SHORT.formatted(1)), "--target", "http://192.0.2.1:80"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("--allow-remote");
  }

  @Test
  void cluster_noneRunning_isOneAndSaysHowToStartIt() throws IOException {
    assertThat(run(file(SHORT.formatted(1)))).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("hal9 up");
  }

  @Test
  void games_ofATargetThatIsNotThere_saysSoInWords() throws IOException {
    server.stop(0);
    assertThat(run("games", "--target", target())).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("does not answer (no connection)").doesNotContain("null");
  }

  private int run(String... arguments) {
    var all = new String[arguments.length + 1];
    all[0] = "run";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    var output = Output.of(stream(out), stream(err));
    return new CommandRunner(
            new Root(), List.of(new RunCommand(output, () -> clusters, environment)), output)
        .run(all);
  }

  private String target() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("short.yaml"), text).toString();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Command(name = "hal9")
  static final class Root {}
}
