package ai.hal9.engine.signal;

import ai.hal9.api.signal.Durability;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of the signals table, or one that waits in the queue for it.
 *
 * @param id UUIDv7; its time is the row's
 * @param neuronId the row's neuron, as stored
 * @param timestamp taken from the id
 * @param payload the row's JSON text
 * @param durability {@code committed}, or {@code queued} while it waits
 */
public record StoredSignal(
    UUID id, UUID neuronId, Instant timestamp, String payload, Durability durability) {}
