package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.chart.Span;
import ai.hal9.console.connect.RecentCluster;
import ai.hal9.console.connect.StartCost;
import ai.hal9.console.ui.ThemeChoice;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

  private static final Settings SOME =
      new Settings(
          12,
          34,
          1200,
          800,
          true,
          ThemeChoice.LIGHT,
          Span.HOUR,
          "overview",
          false,
          Set.of("latency"),
          List.of(
              new RecentCluster(
                  "staging", URI.create("http://10.0.0.5:8080"), "/t/a.token", true)),
          "operations",
          "/t/reports",
          Map.of("one", new StartCost(6_100, 400L << 20)));

  @TempDir private Path directory;

  @Test
  void write_closed_isReadAgain() {
    var file = directory.resolve("console/settings.json");
    try (var settings = new SettingsFile(file)) {
      settings.write(Settings.FIRST);
      settings.write(SOME);
    }

    assertThat(new SettingsFile(file).read()).isEqualTo(SOME);
    assertThat(file.resolveSibling("settings.json.new")).doesNotExist();
  }

  @Test
  void read_ofNothing_isTheFirstTime() {
    assertThat(new SettingsFile(directory.resolve("none.json")).read()).isEqualTo(Settings.FIRST);
  }

  @Test
  void read_ofADamagedFile_isTheFirstTime_andKeepsTheFile() throws IOException {
    var file = Files.writeString(directory.resolve("settings.json"), "{\"theme\": \"PURPLE\"");

    assertThat(new SettingsFile(file).read()).isEqualTo(Settings.FIRST);
    assertThat(directory.resolve("settings.json.unreadable")).hasContent("{\"theme\": \"PURPLE\"");
  }

  @Test
  void settings_tooSmallAWindow_isTheLeastOne() {
    var tiny =
        new Settings(
            0,
            0,
            10,
            10,
            false,
            ThemeChoice.DARK,
            Span.ALL,
            "overview",
            true,
            Set.of(),
            List.of(),
            "",
            "",
            Map.of());

    assertThat(tiny.width()).isEqualTo(900);
    assertThat(tiny.height()).isEqualTo(600);
  }
}
