package ai.hal9.engine.queue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What could not be committed for a reason of its own.
 *
 * @param id in the list of dead letters
 * @param at when it was given up
 * @param reason what PostgreSQL said, or why it could not be read
 * @param signals ids of the signals it carries; none when it cannot be read
 * @param bytes its size
 */
public record DeadLetter(String id, Instant at, String reason, List<UUID> signals, int bytes) {

  public DeadLetter {
    signals = List.copyOf(signals);
  }
}
