package ai.hal9.console.command;

import ai.hal9.console.shell.Screenshots;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.command.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes pictures of the console. */
@Command(
    name = "screenshots",
    description = {
      "Open every screen of the console on a cluster that runs here, and write a picture of each:",
      "dark and light, in two sizes. Needs no display."
    },
    mixinStandardHelpOptions = true)
final class ScreenshotsCommand implements Callable<Integer> {

  private static final int DONE = 0;
  private static final int LONGEST = 3_600;

  @Parameters(paramLabel = "DIR", description = "Where the pictures go.")
  private Path directory = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The cluster's name (default: ${DEFAULT-VALUE}).")
  private String name = "default";

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      description =
          "How long to listen to the cluster before the first picture, 1 to 3600 (default:"
              + " ${DEFAULT-VALUE}).")
  private int watch = 30;

  @Option(
      names = "--tour",
      description =
          "Send load meanwhile, change a parameter and take it back, so that what comes of them is"
              + " in pictures too; takes about eight minutes.")
  private boolean tour;

  private final Output output;
  private final Supplier<ClusterControl> control;

  ScreenshotsCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (watch < 1 || watch > LONGEST) {
      throw new SimException(
          SimException.Code.CONFIGURATION, "--watch: %d is not 1 to %d".formatted(watch, LONGEST));
    }
    new Screenshots(control.get(), directory)
        .take(name, Duration.ofSeconds(watch), tour)
        .forEach(file -> output.result(file.toString()));
    return DONE;
  }
}
