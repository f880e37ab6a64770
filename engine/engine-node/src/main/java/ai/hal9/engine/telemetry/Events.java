package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.TelemetryEvent;

/** Where the engine tells what happened; an event goes out with the interval it falls in. */
@FunctionalInterface
public interface Events {

  /** Tells an event; never blocks. */
  void publish(TelemetryEvent event);

  /** Tells nobody. */
  static Events none() {
    return event -> {};
  }
}
