package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a cluster's processes have written. */
@Command(
    name = "logs",
    description = "Show the logs of a cluster, or of one of its processes.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 200;

  @Mixin private ClusterName name = new ClusterName();

  @Parameters(
      arity = "0..1",
      paramLabel = "PROCESS",
      description = "node-1, balancer, supervisor, postgres, redis ... (default: all).")
  private List<String> processes = new ArrayList<>();

  @Option(
      names = {"-f", "--follow"},
      description =
          "Go on with what is written from now on, until Ctrl-C, or until nobody reads it any more.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      description = "The last lines of each (default: ${DEFAULT-VALUE}).")
  private int lines = 50;

  private final Output output;
  private final Supplier<ClusterControl> control;

  LogsCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (lines < 0) {
      throw new SimException(
          SimException.Code.CONFIGURATION, "--lines: %d is not 0 or more".formatted(lines));
    }
    var logs = logs(control.get().directory(name.get()));
    if (logs.isEmpty()) {
      throw new SimException(
          SimException.Code.CONFIGURATION, "cluster %s has no logs".formatted(name.get()));
    }
    var wanted = logs;
    if (!processes.isEmpty()) {
      var process = processes.getFirst();
      var log = logs.get(process);
      if (log == null) {
        throw new SimException(
            SimException.Code.CONFIGURATION,
            "there is no log of %s; there is %s"
                .formatted(process, String.join(", ", logs.keySet())));
      }
      wanted = new TreeMap<>();
      wanted.put("", log);
    }
    var tails = new ArrayList<LogTail>();
    wanted.forEach((process, log) -> tails.add(new LogTail(process, log, output)));
    for (var tail : tails) {
      tail.last(lines);
    }
    while (follow && !output.unread()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      for (var tail : tails) {
        tail.more();
      }
    }
    return ExitCode.DONE;
  }

  private static Map<String, Path> logs(ClusterDirectory directory) throws IOException {
    var found = new TreeMap<String, Path>();
    for (var place : List.of(directory.logs(), directory.data())) {
      if (!Files.isDirectory(place)) {
        continue;
      }
      // a store keeps its log beside its data
      try (var files = Files.find(place, 2, (file, a) -> file.toString().endsWith(".log"))) {
        files.forEach(log -> found.put(process(place, log), log));
      }
    }
    return found;
  }

  private static String process(Path place, Path log) {
    var inside = place.relativize(log);
    return inside.getNameCount() > 1
        ? inside.getName(0).toString()
        : inside.toString().replaceFirst("\\.log$", "");
  }
}
