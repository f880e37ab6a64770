package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.SourceKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Hands closed intervals to whoever listens. A subscriber has a bounded buffer that keeps the
 * newest: one that reads too slowly loses old snapshots and is told how many; it never slows the
 * node.
 */
public interface TelemetryFeed {

  /**
   * Listens from now on.
   *
   * @param kinds of which sources; stores and balancer are asked only while someone listens
   * @param buffer how many snapshots may wait, at least 1
   */
  Subscription subscribe(Set<SourceKind> kinds, int buffer);

  /** How many listen now. */
  int subscribers();

  /** One listener. Read by one thread; closed by any. */
  interface Subscription extends AutoCloseable {

    /**
     * The oldest snapshot that waits, or what arrives within the timeout; empty when nothing did or
     * the subscription is closed.
     */
    Optional<Delivery> next(Duration timeout) throws InterruptedException;

    /** False once closed by either side. */
    boolean open();

    /** Ends it; may be called twice. */
    @Override
    void close();
  }
}
