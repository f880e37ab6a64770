package ai.hal9.sim.command;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.Auth;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.Failover;
import ai.hal9.sim.cluster.NodeSettings;
import ai.hal9.sim.cluster.Preset;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.cluster.StandbyRule;
import ai.hal9.sim.driver.MeasuredRun;
import ai.hal9.sim.load.RateLimits;
import ai.hal9.sim.trust.HomeTrust;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.port.PortOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a cluster. */
@Command(
    name = "up",
    description = {
      "Start a cluster on this machine and keep it until Ctrl-C, or with --detach until 'hal9 down'.",
      "A cluster of that name that runs already is left as it is, and its address printed; one that is starting is waited for, and one that is stopping is started again when it has stopped."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  private enum Switch {
    ON,
    OFF
  }

  private static final int USUAL_PORT = 8080;
  private static final Duration LOOK = Duration.ofHours(1);

  @Mixin private ClusterName name = new ClusterName();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Engine nodes (default: ${DEFAULT-VALUE}).")
  private int nodes = 3;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "PostgreSQL servers that users' signals are spread over, each with its standbys"
              + " (default: ${DEFAULT-VALUE}, or as many as the cluster has already).")
  private int shards = 1;

  @Option(
      names = "--standbys",
      paramLabel = "N",
      description = "Streaming standbys of each PostgreSQL (default: ${DEFAULT-VALUE}).")
  private int standbys = 1;

  @Option(
      names = "--standby-rule",
      paramLabel = "RULE",
      description =
          "Whether a commit is on a standby too before it is acknowledged: off, available (unless"
              + " none is left), strict (without one nothing is committed). Default: available; 'hal9 standby-rule' changes it"
              + " live.")
  private StandbyRule standbyRule = StandbyRule.AVAILABLE;

  @Option(
      names = "--failover",
      paramLabel = "on|off",
      description =
          "Whether a standby or replica that has all that was acknowledged takes the place of a"
              + " primary that has died; off: it is started again (default: on).")
  private Switch failover = Switch.ON;

  @Option(
      names = "--failover-after",
      paramLabel = "TIME",
      description = "How long a primary may give no answer before it counts as dead (default: 5s).")
  private String failoverAfter = DurationText.format(Failover.STANDARD.after());

  @Option(
      names = "--auth",
      paramLabel = "optional|required",
      description =
          "Whether signals and games are for known users only (default: optional; clients without"
              + " a token are served too).")
  private Auth auth = Auth.OPTIONAL;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      split = ",",
      description =
          "Where the nodes say they stand (default: local); with several, the nodes and the servers"
              + " of each PostgreSQL stand in them in turn. All are on this machine: no time passes"
              + " between them.")
  private List<String> regions = List.of("local");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where clients go (default: 8080 when it is free, else a free port).")
  private @Nullable Integer port;

  @Option(
      names = "--tls",
      description =
          "Clients come in over https: with the certificate in the cluster's directory tls,"
              + " certificate.pem and key.pem; where there is none, one for this machine is made"
              + " there. Between balancer, nodes and stores nothing is encrypted.")
  private boolean tls;

  @Option(names = "--detach", description = "Return when it is ready, and leave it running.")
  private boolean detach;

  @Option(names = "--fresh", description = "Drop the data of an earlier cluster of this name.")
  private boolean fresh;

  @Option(names = "--yes", description = "Do not ask before dropping data.")
  private boolean yes;

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      description =
          "Tuning to start from: default, before (every optimisation off), or throughput (large"
              + " batches and a large cache).")
  private Preset preset = Preset.DEFAULT;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A tuning parameter's value, for instance performance.signal_buffer_size=50.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Mixin private NodeConfigFile nodeConfig = new NodeConfigFile();

  @Option(
      names = "--postgres-bin",
      paramLabel = "DIR",
      description = "Use the PostgreSQL installed here instead of the bundled one.")
  private @Nullable Path postgresBin;

  @Option(
      names = "--redis-server",
      paramLabel = "FILE",
      description = "Use this Redis or Valkey server instead of the bundled one.")
  private @Nullable Path redisServer;

  @Option(names = "--json", description = "Print the cluster's state as JSON when it is ready.")
  private boolean json;

  private final Output output;
  private final Supplier<ClusterControl> control;

  UpCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var file = nodeConfig.read();
    var spec = spec(port == null ? 0 : port, file);
    var clusters = control.get();
    var passed = EnumSet.noneOf(Phase.class);
    var before =
        clusters.settled(
            spec.name(),
            phase -> {
              passed.add(phase);
              output.message(waiting(phase));
            });
    if (before.isPresent() && before.get().state() != Phase.STOPPED) {
      output.message("cluster %s runs already".formatted(spec.name()));
      show(before.get());
      return ExitCode.DONE;
    }
    if (passed.contains(Phase.STARTING)) {
      output.message(
          "hal9: the start of cluster %s that was waited for came to nothing; see: hal9 logs"
                  .formatted(spec.name())
              + " supervisor"
              + option());
      return ExitCode.FAILED;
    }
    if (fresh && before.isPresent()) {
      confirmDrop();
    }
    if (port == null) {
      spec = spec(usualPort(), file);
    }
    try (var ending = Ending.ofThisThread(output);
        var cluster = clusters.start(spec, this::tell)) {
      show(cluster.state());
      tellLimits(cluster.state());
      if (detach) {
        cluster.letGo();
        return ExitCode.DONE;
      }
      output.message("Ctrl-C drains and stops it.");
      return awaitEnd(cluster, ending, new ClusterFiles(clusters.directory(spec.name())));
    }
  }

  private void tellLimits(ClusterState state) throws InterruptedException {
    try (var http = HomeTrust.client()) {
      var tuning = MeasuredRun.of(http, state).api().tuning();
      output.message("rate limits: " + RateLimits.of(tuning).words());
    } catch (SimException e) {
      // a cluster that has started is not stopped for want of a sentence
      output.message("rate limits: not known, " + e.getMessage());
    }
  }

  private String waiting(Phase phase) {
    return "cluster %s is %s already; waiting until that is done"
        .formatted(name.get(), phase == Phase.STARTING ? "starting" : "stopping");
  }

  private ClusterSpec spec(int clientPort, NodeSettings nodeSettings) {
    return new ClusterSpec(
        name.get(),
        nodes,
        shards,
        standbys,
        regions,
        clientPort,
        fresh,
        postgresBin == null ? null : postgresBin.toAbsolutePath(),
        redisServer == null ? null : redisServer.toAbsolutePath(),
        preset,
        standbyRule,
        failover(),
        auth,
        tls,
        settings,
        nodeSettings);
  }

  private Failover failover() {
    return DurationText.parse(failoverAfter)
        .map(after -> new Failover(failover == Switch.ON, after))
        .orElseThrow(
            () ->
                new SimException(
                    SimException.Code.CONFIGURATION,
                    "--failover-after: '%s' is no time such as 5s".formatted(failoverAfter)));
  }

  private int usualPort() {
    if (FreePorts.free(USUAL_PORT)) {
      return USUAL_PORT;
    }
    output.message(
        "port %d is taken by %s; taking a free one instead"
            .formatted(USUAL_PORT, PortOwner.describe(USUAL_PORT)));
    return 0;
  }

  private int awaitEnd(RunningCluster cluster, Ending ending, ClusterFiles files) {
    try {
      while (!cluster.awaitEnd(LOOK)) {
        // for as long as it takes
      }
    } catch (InterruptedException e) {
      output.message("stopping; requests in flight are finished first");
      return ExitCode.DONE;
    }
    if (!ending.asked() && !stoppedInOrder(files)) {
      output.message(
          "hal9: the supervisor has ended unexpectedly; see: hal9 logs supervisor" + option());
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }

  /** A supervisor's last act is to write that; one that was killed has written something else. */
  private static boolean stoppedInOrder(ClusterFiles files) {
    return files.state().map(ClusterState::state).filter(Phase.STOPPED::equals).isPresent();
  }

  private void confirmDrop() throws IOException {
    if (yes) {
      return;
    }
    if (!output.terminal()) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "--fresh drops the data of cluster %s; add --yes to do so without being asked"
              .formatted(name.get()));
    }
    output.message(
        "This drops everything the cluster %s has stored. Go on? [y/N]".formatted(name.get()));
    var answer = System.in.read();
    if (answer != 'y' && answer != 'Y') {
      throw new SimException(SimException.Code.INTERRUPTED, "nothing was dropped or started");
    }
  }

  private void tell(ClusterEvent event) {
    output.message(event.text());
  }

  private void show(ClusterState state) {
    if (json) {
      output.json(state);
      return;
    }
    output.result("url    " + state.url());
    output.result("token  " + state.tokenFile());
    for (var node : state.nodes()) {
      output.result("%s %s (pid %d)".formatted(node.name(), node.url(), node.pid()));
    }
    output.result("stop   hal9 down" + option());
  }

  private String option() {
    return name.get().equals("default") ? "" : " --name " + name.get();
  }
}
