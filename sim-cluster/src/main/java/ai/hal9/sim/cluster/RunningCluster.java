package ai.hal9.sim.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A cluster this JVM has started. It ends when this JVM ends, however it ends, unless it was let
 * go. Safe for use by many threads.
 */
public interface RunningCluster extends AutoCloseable {

  /** What it says of itself now. */
  ClusterState state();

  /** Where clients go. */
  default URI url() {
    return state().url();
  }

  /** Holds the bearer token. */
  default Path tokenFile() {
    return state().tokenFile();
  }

  /** Whether its supervisor still runs. */
  boolean alive();

  /**
   * Waits until its supervisor has ended.
   *
   * @return false when the time was over first
   */
  boolean awaitEnd(Duration time) throws InterruptedException;

  /** Lets it go: from now on it outlives this JVM, and {@link ClusterControl#stop} stops it. */
  void letGo();

  /** Drains the nodes and stops everything; returns when no process is left. Idempotent. */
  void stop();

  /** Stops it, unless it was let go. */
  @Override
  void close();
}
