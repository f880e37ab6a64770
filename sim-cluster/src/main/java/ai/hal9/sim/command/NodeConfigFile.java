package ai.hal9.sim.command;

import ai.hal9.sim.cluster.NodeSettings;
import ai.hal9.sim.process.Installation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a user's file says for the nodes of a cluster that is started. */
final class NodeConfigFile {

  @Option(
      names = "--node-config",
      paramLabel = "FILE",
      description =
          "A node's configuration (YAML; 'hal9 node --help' lists every key) for all nodes, beneath"
              + " what the cluster says of them: names, addresses and stores. --preset and --set go"
              + " over it.")
  private @Nullable Path file;

  NodeSettings read() throws InterruptedException {
    return file == null ? NodeSettings.NONE : NodeSettings.read(file, Installation.current());
  }
}
