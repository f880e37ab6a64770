package ai.hal9.sim.telemetry;

import java.time.Instant;
import java.util.List;

/**
 * An entry of the durable queue that could not be stored.
 *
 * @param id its own, by which it is decided about
 * @param at when it was given up
 * @param reason what was said of it
 * @param signals the ids of its signals, where they could be read
 * @param bytes how large it is
 */
public record DeadLetter(String id, Instant at, String reason, List<String> signals, long bytes) {

  public DeadLetter {
    signals = List.copyOf(signals);
  }
}
