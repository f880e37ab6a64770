package ai.hal9.console.shell;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.RunningCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clusters without processes: what was ordered is written down. Nobody answers at their address.
 */
public final class FakeClusters implements ClusterControl {

  final List<ClusterSpec> started = new CopyOnWriteArrayList<>();

  /** Whether one of them was stopped. */
  public volatile boolean stopped;

  volatile boolean letGo;
  volatile boolean interrupted;
  volatile boolean slow;

  /** Nobody may read the token. */
  volatile boolean tokenless;

  volatile @Nullable SimException refusal;

  /** Whether a slow start is slow since a step takes long. */
  volatile boolean training;

  /** Clusters that run already, as if somebody else had started them. */
  final List<ClusterState> running = new CopyOnWriteArrayList<>();

  private final Path directory;

  public FakeClusters(Path directory) {
    this.directory = directory;
  }

  @Override
  public RunningCluster start(ClusterSpec spec, Consumer<ClusterEvent> listener) {
    started.add(spec);
    listener.accept(new ClusterEvent(ClusterEvent.Kind.BEGUN, "starting PostgreSQL"));
    listener.accept(new ClusterEvent(ClusterEvent.Kind.STEP, "PostgreSQL is ready"));
    var refused = refusal;
    if (refused != null) {
      throw refused;
    }
    if (slow) {
      if (training) {
        listener.accept(new ClusterEvent(ClusterEvent.Kind.BEGUN, "training"));
      }
      awaitInterrupt();
    }
    return new Running(state(spec));
  }

  private void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted = true;
      throw new SimException(SimException.Code.INTERRUPTED, "the start was interrupted", e);
    }
  }

  private ClusterState state(ClusterSpec spec) {
    return state(spec.name(), URI.create("http://127.0.0.1:1"));
  }

  private ClusterState state(String name, URI url) {
    try {
      Files.createDirectories(directory);
      var token = directory.resolve("token");
      if (!tokenless) {
        Files.writeString(token, "secret");
      }
      return new ClusterState(
          name,
          ClusterState.Phase.READY,
          url,
          token,
          List.of(),
          List.of(),
          List.of(),
          new ClusterState.Balancer(0, url),
          null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<ClusterState> state(String name) {
    return running.stream().filter(state -> state.name().equals(name)).findFirst();
  }

  @Override
  public List<String> names() {
    return running.stream().map(ClusterState::name).toList();
  }

  @Override
  public boolean stop(String name, Consumer<ClusterEvent> listener) {
    return running.removeIf(state -> state.name().equals(name));
  }

  /** From now on such a cluster runs, which nobody here has started. */
  public void run(String name, URI url) {
    running.add(state(name, url));
  }

  @Override
  public ClusterDirectory directory(String name) {
    return new ClusterDirectory(directory);
  }

  private final class Running implements RunningCluster {

    private final ClusterState state;

    Running(ClusterState state) {
      this.state = state;
    }

    @Override
    public ClusterState state() {
      return state;
    }

    @Override
    public boolean alive() {
      return !stopped;
    }

    @Override
    public boolean awaitEnd(Duration time) {
      return stopped;
    }

    @Override
    public void letGo() {
      letGo = true;
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public void close() {
      if (!letGo) {
        stop();
      }
    }
  }
}
