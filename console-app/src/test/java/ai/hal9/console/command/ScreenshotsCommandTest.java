package ai.hal9.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.shell.Shots;
import ai.hal9.sim.command.CommandRunner;
import ai.hal9.sim.command.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ScreenshotsCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Output output = Output.of(new PrintStream(out, true), new PrintStream(err, true));

  @Test
  void screen_misspelt_namesTheNearest() {
    assertThat(run("--screen", "overveiw")).isEqualTo(2);
    assertThat(said()).contains("--screen", "'overveiw'", "did you mean 'overview'?");
  }

  @Test
  void screen_likeNone_namesAll() {
    assertThat(run("--screen", "latency,zzzzzzzzzzzz")).isEqualTo(2);
    assertThat(said()).contains("'zzzzzzzzzzzz'").contains(Shots.names());
  }

  @Test
  void screen_ofTheTour_needsTheTour() {
    assertThat(run("--screen", "tuning-effect")).isEqualTo(2);
    assertThat(said()).contains("tuning-effect", "--tour");
  }

  @Test
  void theme_thatIsNone_namesTheNearest() {
    assertThat(run("--theme", "drak")).isEqualTo(2);
    assertThat(said()).contains("did you mean 'dark'?");
  }

  @Test
  void size_smallerThanTheWindowAllows_saysTheLeast() {
    assertThat(run("--size", "640x900")).isEqualTo(2);
    assertThat(said()).contains("width of 640", "900");
  }

  @Test
  void size_thatIsNone_showsOneThatIs() {
    assertThat(run("--size", "1440")).isEqualTo(2);
    assertThat(said()).contains("'1440'", "1440x900");
  }

  @Test
  void help_namesEveryPicture() {
    var help = new CommandLine(command()).getUsageMessage();

    assertThat(help.split("[\\s,.]+")).containsAll(Shots.names()).containsAll(Shots.onTour());
  }

  private int run(String... arguments) {
    var line = new ArrayList<>(List.of("screenshots", "nowhere"));
    line.addAll(List.of(arguments));
    return new CommandRunner(new Hal9(), List.of(command()), output)
        .run(line.toArray(String[]::new));
  }

  private ScreenshotsCommand command() {
    return new ScreenshotsCommand(
        output,
        () -> {
          throw new AssertionError("looked for a cluster");
        });
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }
}
