package ai.hal9.sim.command;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code hal9 shards}; as a process of its own {@code hal9 shards add}. */
final class ShardsAdder {

  private ShardsAdder() {}

  /** Takes a home and the name of a cluster there. */
  public static void main(String[] words) {
    var control = ClusterControl.of(new Hal9Home(Path.of(words[0])), Installation.current());
    System.exit(run(control, System.out, "add", "--name", words[1]));
  }

  static int run(ClusterControl control, PrintStream out, String... words) {
    var output = Output.of(out, System.err);
    var commands = List.<Object>of(new ShardsCommand(output, () -> control));
    return new CommandRunner(new Root(), commands, output)
        .run(Stream.concat(Stream.of("shards"), Stream.of(words)).toArray(String[]::new));
  }

  @Command(name = "hal9")
  private static final class Root {}
}
