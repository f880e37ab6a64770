package ai.hal9.engine.signal;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the signals table.
 *
 * @param id UUIDv7; its time is the row's
 * @param neuronId the row's neuron, as stored
 * @param timestamp taken from the id
 * @param payload the row's JSON text
 */
public record StoredSignal(UUID id, UUID neuronId, Instant timestamp, String payload) {}
