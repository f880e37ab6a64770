package ai.hal9.dashboards.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.dashboards.catalog.DashboardLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

class ExportCommandsTest {

  @Command(name = "hal9")
  private static final class Root {}

  @TempDir private Path home;

  private final List<String> result = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  @Test
  void grafana_writesEveryDashboard_andTheUsersOwn() throws IOException {
    Files.writeString(home.resolve("mine.yaml"), "title: Mine\npanels: []\n");

    assertThat(run("export", "grafana", home.resolve("out").toString())).isZero();

    assertThat(result)
        .contains(
            home.resolve("out/hal9-performance.json").toString(),
            home.resolve("out/hal9-overview.json").toString(),
            home.resolve("out/hal9-mine.json").toString())
        .hasSize(new DashboardLibrary(home).entries().size())
        .allSatisfy(file -> assertThat(Path.of(file)).isNotEmptyFile());
    assertThat(messages).isEmpty();
  }

  @Test
  void grafana_withAProfile_drawsItsLevels() throws IOException {
    var out = home.resolve("out");

    assertThat(run("export", "grafana", "--profile", "operations", out.toString())).isZero();

    assertThat(Files.readString(out.resolve("hal9-overview.json"))).contains("\"value\" : 0.5");
    assertThat(run("export", "grafana", "--profile", "none", out.toString())).isEqualTo(2);
  }

  @Test
  void grafana_withADashboardThatIsNone_writesNothingAndNamesItsErrors() throws IOException {
    Files.writeString(home.resolve("mine.yaml"), "title: Mine\npanels: {}\n");

    assertThat(run("export", "grafana", home.resolve("out").toString())).isEqualTo(2);

    assertThat(home.resolve("out")).doesNotExist();
    assertThat(messages)
        .last()
        .asString()
        .contains("mine.yaml: line 2: panels: must be a list, not a mapping");
  }

  @Test
  void prometheus_writesItsFiles_withTheNodesNamed() throws IOException {
    var out = home.resolve("out");

    assertThat(
            run(
                "export",
                "prometheus",
                "--cluster",
                "c",
                "--node",
                "node-1=127.0.0.1:9000",
                "--node",
                "node-2=127.0.0.1:9001@eu",
                out.toString(),
                "--json"))
        .isZero();

    var written = JsonMapper.builder().build().readTree(result.getFirst());
    assertThat(written.path("directory").asString()).isEqualTo(out.toString());
    assertThat(written.path("files"))
        .extracting(file -> file.asString())
        .containsExactly(
            "prometheus.yml",
            "rules/CORRECTIONS.md",
            "rules/hal9-alerts.yml",
            "rules/hal9-recordings.yml",
            "targets/hal9.yml")
        .allSatisfy(file -> assertThat(out.resolve(file)).isNotEmptyFile());
    assertThat(Files.readString(out.resolve("targets/hal9.yml")))
        .contains("127.0.0.1:9001", "node: node-2", "cluster: c", "region: local", "region: eu");
    assertThat(Files.readString(out.resolve("rules/CORRECTIONS.md")))
        .contains("rate(hal9_cache_hits[5m]) / rate(hal9_cache_requests[5m]) < 0.8");
  }

  @Test
  void files_thatAreThere_areKeptUnlessForced() throws IOException {
    var alerts = home.resolve("rules/hal9-alerts.yml");
    Files.createDirectories(alerts.getParent());
    Files.writeString(alerts, "mine");

    assertThat(run("export", "prometheus", home.toString())).isEqualTo(1);
    assertThat(messages).singleElement().asString().contains(alerts.toString(), "--force");
    assertThat(Files.readString(alerts)).isEqualTo("mine");
    assertThat(home.resolve("prometheus.yml")).doesNotExist();

    assertThat(run("export", "prometheus", "--force", home.toString())).isZero();
    assertThat(Files.readString(alerts)).contains("HighLatency");
  }

  @Test
  void usage_thatIsWrong_isExitCode2() {
    assertThat(run("export")).isEqualTo(2);
    assertThat(run("export", "grafana")).isEqualTo(2);
    assertThat(run("export", "prometheus", "--node", "9000", home.toString())).isEqualTo(2);
  }

  private int run(String... arguments) {
    var hal9 = new CommandLine(new Root());
    DashboardCommands.all(home, result::add, messages::add).forEach(hal9::addSubcommand);
    hal9.setErr(new PrintWriter(Writer.nullWriter()));
    return hal9.execute(arguments);
  }
}
