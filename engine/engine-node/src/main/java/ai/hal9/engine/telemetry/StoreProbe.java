package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.SourceKind;

/** Asks a store or balancer what it says of itself. Used by one thread. */
public interface StoreProbe extends AutoCloseable {

  /** What it asks. */
  SourceKind kind();

  /**
   * Asks, within a second.
   *
   * @throws Exception when there is no answer; nothing is told then, and the gap speaks
   */
  StoreReading read() throws Exception;

  /** Lets go of the connection; a later {@link #read} connects anew. */
  @Override
  void close();
}
