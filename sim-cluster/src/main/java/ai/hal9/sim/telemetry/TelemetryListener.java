package ai.hal9.sim.telemetry;

import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryException;
import ai.hal9.api.telemetry.TelemetryFrame;

/** Gets what nodes say, as it arrives, on the threads that read the network: it must not block. */
@FunctionalInterface
public interface TelemetryListener {

  /**
   * A frame came in.
   *
   * @param carrier the node it came through, which also tells of stores and balancer
   * @param frame what it said
   */
  void heard(String carrier, TelemetryFrame frame);

  /** A message came in that is none: another version's, or damaged. */
  default void unreadable(String carrier, TelemetryException why) {}

  /** The reader itself noticed something: a node that fell silent, for instance. */
  default void noticed(TelemetryEvent event) {}
}
