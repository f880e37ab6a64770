package ai.hal9.sim.fault;

import ai.hal9.api.tuning.TuningScope;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.process.Freeze;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.stores.file.Trees;
import ai.hal9.stores.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The cluster that a fault happens to, and what a fault may do there. */
public final class Site implements AutoCloseable {

  private static final long LOOK_MILLIS = 50;

  /** Something to wait for. */
  @FunctionalInterface
  interface Condition {
    boolean met() throws InterruptedException;
  }

  private final ClusterControl control;
  private final ClusterSpec spec;
  private final Pace pace;
  private final Consumer<String> progress;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<AutoCloseable> arrangements = new ArrayDeque<>();
  private RunningCluster cluster;

  private Site(
      ClusterControl control,
      ClusterSpec spec,
      Pace pace,
      Consumer<String> progress,
      RunningCluster cluster) {
    this.control = control;
    this.spec = spec;
    this.pace = pace;
    this.progress = progress;
    this.cluster = cluster;
  }

  /** Starts a cluster without data. */
  static Site open(ClusterControl control, ClusterSpec spec, Pace pace, Consumer<String> progress) {
    var cluster = control.start(spec.withFresh(true), event -> told(event, progress));
    return new Site(control, spec.withFresh(false), pace, progress, cluster);
  }

  public Pace pace() {
    return pace;
  }

  public ClusterState state() {
    return cluster.state();
  }

  public ClusterDirectory directory() {
    return control.directory(spec.name());
  }

  /** What PostgreSQL holds. */
  public SignalStore stored() {
    return SignalStore.of(state(), directory());
  }

  /** Tells the user what happens. */
  public void tell(String text) {
    progress.accept(text);
  }

  /** Ends a process without a word, as {@code kill -9} does. */
  public void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /**
   * Sends a process a signal.
   *
   * @throws SimException when there is no such process
   */
  public void signal(Signal signal, long pid) {
    try {
      var kill = new ProcessBuilder("kill", "-s", signal.name(), Long.toString(pid)).start();
      if (kill.onExit().join().exitValue() != 0) {
        throw new SimException(SimException.Code.NOT_RUNNING, "no process has the pid " + pid);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Holds back whoever starts again what has ended. Nothing that ends meanwhile comes back before
   * this is closed.
   */
  public Freeze withoutSupervisor() {
    var supervisor =
        new ClusterFiles(directory())
            .supervisor()
            .orElseThrow(
                () -> new SimException(SimException.Code.NOT_RUNNING, "the supervisor has ended"));
    return Freeze.ofItAlone(supervisor.pid());
  }

  /**
   * Waits until something is so, as long as recovery is waited for.
   *
   * @return false when it was not so in that time
   */
  boolean await(Condition condition) throws InterruptedException {
    var end = System.nanoTime() + pace.patience().toNanos();
    while (!condition.met()) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /** Changes a value on all nodes. */
  public void tune(String key, String value) throws InterruptedException {
    api().tune(TuningScope.CLUSTER, Map.of(key, value), "hal9 faults", "a fault");
  }

  /** Signals that wait in the durable queue. */
  long queued() throws InterruptedException {
    return api().queued();
  }

  /** Keeps something until the cluster has ended for good. */
  public void keep(AutoCloseable arrangement) {
    arrangements.push(arrangement);
  }

  /** Stops everything, does something, and starts everything again with its data. */
  public void restart(Runnable between) {
    cluster.close();
    between.run();
    cluster = control.start(spec, event -> told(event, progress));
  }

  /** Deletes all that a cluster which has ended stored and logged. */
  static void forget(ClusterDirectory directory) {
    try {
      Trees.delete(directory.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (http) {
      cluster.close();
    } finally {
      while (!arrangements.isEmpty()) {
        undo(arrangements.pop());
      }
    }
  }

  private static void told(ClusterEvent event, Consumer<String> progress) {
    if (event.kind() != ClusterEvent.Kind.BEGUN && event.kind() != ClusterEvent.Kind.STEP) {
      progress.accept(event.text());
    }
  }

  private static void undo(AutoCloseable arrangement) {
    try {
      arrangement.close();
    } catch (Exception e) {
      throw new SimException(SimException.Code.STORAGE, "cannot undo what a fault needed", e);
    }
  }

  private ClusterApi api() {
    try {
      var token = Files.readString(cluster.tokenFile()).strip();
      return new ClusterApi(http, new ClusterAddress(cluster.url(), token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
