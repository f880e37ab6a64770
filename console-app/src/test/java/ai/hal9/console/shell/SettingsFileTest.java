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

  private static final RecentCluster STAGING = cluster("staging");
  private static final RecentCluster PRODUCTION = cluster("production");
  private static final RecentCluster LABORATORY = cluster("laboratory");

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
          List.of(STAGING),
          "operations",
          "/t/reports",
          Map.of("one", new StartCost(6_100, 400L << 20)));

  @TempDir private Path directory;

  private static RecentCluster cluster(String name) {
    return new RecentCluster(name, URI.create("http://" + name), "/t/a.token", true);
  }

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
  void write_ofTwoConsoles_keepsWhatEachHasChanged() {
    var file = directory.resolve("settings.json");
    try (var first = new SettingsFile(file)) {
      first.write(SOME);
    }
    try (var other = new SettingsFile(file)) {
      other.read();
      try (var one = new SettingsFile(file)) {
        one.write(with(one.read(), ThemeChoice.DARK, List.of(PRODUCTION, STAGING)));
      }
      other.write(with(SOME, SOME.theme(), List.of(LABORATORY)));
    }

    var kept = new SettingsFile(file).read();
    assertThat(kept.theme()).isEqualTo(ThemeChoice.DARK);
    assertThat(kept.recent()).containsExactly(LABORATORY, PRODUCTION);
  }

  private static Settings with(Settings from, ThemeChoice theme, List<RecentCluster> recent) {
    return new Settings(
        from.x(),
        from.y(),
        from.width(),
        from.height(),
        from.maximized(),
        theme,
        from.span(),
        from.screen(),
        from.navigation(),
        from.logarithmic(),
        recent,
        from.targets(),
        from.files(),
        from.starts());
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
