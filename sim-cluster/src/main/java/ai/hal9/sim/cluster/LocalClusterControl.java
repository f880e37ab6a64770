package ai.hal9.sim.cluster;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.sim.SimException;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.ProcessIdentity;
import ai.hal9.sim.process.Reclaim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Clusters as supervisor processes on this machine. */
final class LocalClusterControl implements ClusterControl {

  /** What stopping takes at most beside the nodes' requests. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);

  private static final Duration RECLAIM_GRACE = Duration.ofSeconds(5);
  private static final long NEEDED_BYTES = 512L << 20;

  private final Hal9Home home;
  private final Installation installation;

  LocalClusterControl(Hal9Home home, Installation installation) {
    this.home = home;
    this.installation = installation;
  }

  @Override
  public RunningCluster start(ClusterSpec spec, Consumer<ClusterEvent> listener) {
    installation.engineJars();
    var directory = home.cluster(spec.name());
    prepare(directory);
    var files = new ClusterFiles(directory);
    files
        .supervisor()
        .ifPresent(
            running -> {
              throw new SimException(
                  SimException.Code.ALREADY_RUNNING,
                  "the cluster %s runs already, at %s; stop it with: hal9 down --name %s"
                      .formatted(
                          spec.name(),
                          files.state().map(state -> state.url().toString()).orElse("?"),
                          spec.name()));
            });
    return SupervisorLink.open(home, installation, spec, listener);
  }

  @Override
  public Optional<ClusterState> state(String name) {
    var files = new ClusterFiles(home.cluster(name));
    return files
        .state()
        .map(state -> files.supervisor().isPresent() ? held(state) : stopped(state));
  }

  /** A supervisor that has stopped everything and still lives is about to end. */
  private static ClusterState held(ClusterState state) {
    return state.state() == ClusterState.Phase.STOPPED
        ? state.in(ClusterState.Phase.STOPPING)
        : state;
  }

  @Override
  public List<String> names() {
    if (!Files.isDirectory(home.clusters())) {
      return List.of();
    }
    try (var clusters = Files.list(home.clusters())) {
      return clusters
          .filter(cluster -> Files.exists(new ClusterDirectory(cluster).state()))
          .map(cluster -> cluster.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean stop(String name, Consumer<ClusterEvent> listener) {
    var files = new ClusterFiles(home.cluster(name));
    try {
      var supervisor = files.supervisor();
      supervisor.ifPresent(running -> stop(name, running, files, listener));
      var left = Reclaim.end(files.processes(), RECLAIM_GRACE);
      left.forEach(
          process ->
              listener.accept(
                  step("ended %s (pid %d), left behind".formatted(process.name(), process.pid()))));
      return supervisor.isPresent() || !left.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SimException(
          SimException.Code.INTERRUPTED, "interrupted while cluster " + name + " stops", e);
    }
  }

  @Override
  public ClusterDirectory directory(String name) {
    return home.cluster(name);
  }

  /** With the longest that nodes may let requests end. */
  private static Duration longestStop() {
    return STOP_TIMEOUT.plusMillis((long) TuningCatalogue.HTTP_GRACEFUL_SHUTDOWN.max());
  }

  private static void stop(
      String name, ProcessIdentity running, ClusterFiles files, Consumer<ClusterEvent> listener) {
    listener.accept(step("stopping cluster " + name));
    ProcessHandle.of(running.pid()).ifPresent(ProcessHandle::destroy);
    var progress = new StopProgress(files, listener);
    var deadline = System.nanoTime() + longestStop().toNanos();
    while (running.alive()) {
      progress.look();
      if (System.nanoTime() > deadline) {
        throw new SimException(
            SimException.Code.UNREACHABLE,
            "the supervisor of %s (pid %d) does not end; kill it with: kill -9 %d"
                .formatted(name, running.pid(), running.pid()));
      }
      pause();
    }
    progress.look();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SimException(SimException.Code.INTERRUPTED, "interrupted", e);
    }
  }

  static ClusterState stopped(ClusterState state) {
    return new ClusterState(
        state.name(),
        ClusterState.Phase.STOPPED,
        state.url(),
        state.tokenFile(),
        state.nodes().stream().map(ClusterState.Node::gone).toList(),
        state.postgres().stream().map(ClusterState.Store::gone).toList(),
        state.redis().stream().map(ClusterState.Store::gone).toList(),
        state.balancer().gone(),
        state.standbyRule());
  }

  private static void prepare(ClusterDirectory directory) {
    try {
      for (var part : List.of(directory.data(), directory.logs(), directory.config())) {
        Files.createDirectories(part);
      }
      Files.delete(Files.createTempFile(directory.root(), "writable", ""));
      // a FileStore wants the mount table, in which a changed root is missing
      var free = directory.root().toFile().getUsableSpace();
      if (free < NEEDED_BYTES) {
        throw new SimException(
            SimException.Code.STORAGE,
            "%s has %d MiB free and a cluster needs at least %d; free space, or set HAL9_HOME to"
                    .formatted(directory.root(), free >> 20, NEEDED_BYTES >> 20)
                + " another directory");
      }
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.STORAGE,
          "cannot write to %s%s; check its owner and mode, or set HAL9_HOME to another directory"
              .formatted(directory.root(), reason(e)),
          e);
    }
  }

  /** What the system says, which it does not where the exception's kind says it already. */
  private static String reason(IOException e) {
    var words = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return words == null ? "" : " (" + words + ")";
  }

  static ClusterEvent step(String text) {
    return new ClusterEvent(ClusterEvent.Kind.STEP, text);
  }
}
