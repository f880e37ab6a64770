package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.SimException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandRunnerTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Output output = Output.of(stream(out), stream(err));

  @Test
  void failure_expected_isASentenceAndOne() {
    var code =
        run(
            () -> {
              throw new SimException(SimException.Code.START_FAILED, "it did not start; do this");
            });
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).isEqualTo("hal9: it did not start; do this\n");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void failure_ofConfiguration_isTwo() {
    assertThat(
            run(
                () -> {
                  throw new SimException(SimException.Code.CONFIGURATION, "wrong");
                }))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void failure_unexpected_hidesItsStackUnlessAsked() {
    Callable<Integer> faulty =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThat(run(faulty)).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("--verbose").doesNotContain("\tat ");
    assertThat(run(faulty, "--verbose")).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("\tat ");
  }

  @Test
  void file_denied_namesItAndTheRemedy() {
    run(
        () -> {
          throw new AccessDeniedException("/etc/hal9");
        });
    assertThat(text(err)).contains("no permission for /etc/hal9").contains("HAL9_HOME");
  }

  @Test
  void option_mistyped_isTwoAndPointsToHelp() {
    assertThat(run(() -> 0, "--verbos")).isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("--verbos").contains("Try: root act --help");
  }

  private int run(Callable<Integer> action, String... options) {
    var arguments = new String[options.length + 1];
    arguments[0] = "act";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return new CommandRunner(new Root(), List.of(new Act(action)), output).run(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Command(name = "root")
  static final class Root {}

  @Command(name = "act", mixinStandardHelpOptions = true)
  static final class Act implements Callable<Integer> {

    @Option(names = "--verbose")
    boolean verbose;

    private final Callable<Integer> action;

    Act(Callable<Integer> action) {
      this.action = action;
    }

    @Override
    public Integer call() throws Exception {
      return action.call();
    }
  }
}
