package ai.hal9.sim.command;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.SessionKeyFile;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes the key that seals a cluster's sessions. */
@Command(
    name = "rotate-key",
    description = "Seal sessions with a new key from now on. Nobody is logged out.",
    mixinStandardHelpOptions = true)
final class RotateKeyCommand implements Callable<Integer> {

  /** Longer than the second in which every node has read the file again. */
  private static final Duration KNOWN = Duration.ofSeconds(3);

  @Mixin private ClusterName name = new ClusterName();

  @Option(
      names = "--forget",
      description =
          "Take the older keys away instead, and end what they seal: right once session.max_age has"
              + " passed since the last rotation, or when a key got out.")
  private boolean forget;

  private final Output output;
  private final Supplier<ClusterControl> control;
  private final Duration known;

  RotateKeyCommand(Output output, Supplier<ClusterControl> control) {
    this(output, control, KNOWN);
  }

  RotateKeyCommand(Output output, Supplier<ClusterControl> control, Duration known) {
    this.output = output;
    this.control = control;
    this.known = known;
  }

  @Override
  public Integer call() throws InterruptedException {
    var file = control.get().directory(name.get()).sessionKeys();
    var keys = new SessionKeyFile(file, new SecureRandom());
    if (forget) {
      output.message("%d older keys are gone from %s".formatted(keys.forget(), file));
      return ExitCode.DONE;
    }
    var number = keys.announce();
    Thread.sleep(known);
    keys.promote(number);
    output.message(
        "sessions of cluster %s are sealed with key %d; those in use are sealed anew as they are used"
            .formatted(name.get(), number));
    return ExitCode.DONE;
  }
}
