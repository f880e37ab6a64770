package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.NodeJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One engine node in the foreground, as a container runs it. */
@Command(
    name = "node",
    description = "Run one engine node alone, in the foreground.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The node's configuration (YAML).")
  private Path config = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(config)) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "cannot read the configuration %s; name an existing file".formatted(config));
    }
    var command = NodeJvm.of(Installation.current()).command(config.toAbsolutePath());
    var node = new ProcessBuilder(command).inheritIO().start();
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
