package ai.hal9.sim.command;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.telemetry.DeadLetter;
import ai.hal9.sim.telemetry.QueueApi;
import ai.hal9.sim.trust.HomeTrust;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists a cluster's dead letters, and decides about them. */
@Command(
    name = "queue",
    description = "Look at what a running cluster's queue could not store, and decide about it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class QueueCommand implements Runnable {

  private static final String ROW = "%-22s %-24s %8s %10s  %s";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;
  private final Supplier<ClusterControl> control;

  QueueCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  /** Which dead letters are meant. */
  static final class Letters {

    @Parameters(arity = "0..*", paramLabel = "ID", description = "As 'hal9 queue dead' shows them.")
    private List<String> ids = List.of();

    @Option(
        names = "--all",
        description = "All that 'hal9 queue dead' shows, " + QueueApi.MOST + " at most.")
    private boolean all;
  }

  /** A question to the cluster's queue. */
  @FunctionalInterface
  private interface Question<T> {
    T to(QueueApi queue) throws InterruptedException;
  }

  /** What is done with dead letters. */
  @FunctionalInterface
  private interface Decision {
    int about(QueueApi queue, List<String> ids) throws InterruptedException;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "queue what? dead, redrive or discard");
  }

  /** Lists them. */
  @Command(
      name = "dead",
      description = "List the entries that could not be stored, the oldest first, with the reason.",
      mixinStandardHelpOptions = true)
  int dead(
      @Mixin ClusterName cluster,
      @Option(names = "--json", description = "Print the list as JSON.") boolean json)
      throws IOException, InterruptedException {
    var letters = ask(cluster, QueueApi::deadLetters);
    if (json) {
      output.json(letters);
      return ExitCode.DONE;
    }
    if (letters.isEmpty()) {
      output.message("no dead letter waits for a decision");
      return ExitCode.DONE;
    }
    output.result(ROW.formatted("ID", "SINCE", "SIGNALS", "BYTES", "REASON"));
    for (var letter : letters) {
      output.result(
          ROW.formatted(
              letter.id(),
              letter.at(),
              letter.signals().size(),
              letter.bytes(),
              letter.reason().replaceAll("\\s+", " ")));
    }
    return ExitCode.DONE;
  }

  /** Tries them again. */
  @Command(
      name = "redrive",
      description = "Put dead letters back into the queue, for after the cause is gone.",
      mixinStandardHelpOptions = true)
  int redrive(@Mixin ClusterName cluster, @Mixin Letters letters)
      throws IOException, InterruptedException {
    return decide(cluster, letters, "redrive", "put back into the queue", QueueApi::redrive);
  }

  /** Drops them. */
  @Command(
      name = "discard",
      description = "Drop dead letters for good.",
      mixinStandardHelpOptions = true)
  int discard(@Mixin ClusterName cluster, @Mixin Letters letters)
      throws IOException, InterruptedException {
    return decide(cluster, letters, "discard", "discarded", QueueApi::discard);
  }

  private int decide(
      ClusterName cluster, Letters letters, String verb, String done, Decision decision)
      throws IOException, InterruptedException {
    if (letters.all != letters.ids.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), verb + " which? name their ids, or --all for all of them");
    }
    var count =
        ask(
            cluster,
            queue -> {
              var ids =
                  letters.all
                      ? queue.deadLetters().stream().map(DeadLetter::id).toList()
                      : letters.ids;
              return ids.isEmpty() ? 0 : decision.about(queue, ids);
            });
    output.result("%d %s".formatted(count, done));
    return ExitCode.DONE;
  }

  private <T> T ask(ClusterName cluster, Question<T> question)
      throws IOException, InterruptedException {
    var address = Target.address(control.get(), cluster.get());
    try (var http = HomeTrust.client()) {
      return question.to(new QueueApi(http, address));
    }
  }
}
