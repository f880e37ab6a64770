package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.NodeJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One engine node in the foreground, as a container runs it. */
@Command(name = "node", description = "Run one engine node alone, in the foreground.")
final class NodeCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private Wanted wanted = new Wanted();

  /** Either of the two. */
  static final class Wanted {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "The node's configuration (YAML).")
    private Path config = Path.of("");

    @Option(
        names = {"-h", "--help"},
        description = "Show every key of FILE with its default and exit.")
    private boolean help;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var jvm = NodeJvm.of(Installation.current());
    if (wanted.help) {
      return new ProcessBuilder(jvm.helpCommand()).inheritIO().start().waitFor();
    }
    var config = wanted.config;
    if (!Files.isReadable(config)) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "cannot read the configuration %s; name an existing file".formatted(config));
    }
    var node = new ProcessBuilder(jvm.command(config.toAbsolutePath())).inheritIO().start();
    var passOn =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  node.destroy();
                  node.onExit().join();
                });
    Runtime.getRuntime().addShutdownHook(passOn);
    return node.waitFor();
  }
}
