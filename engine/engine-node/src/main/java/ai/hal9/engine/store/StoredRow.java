package ai.hal9.engine.store;

import java.time.Instant;
import java.util.UUID;

/**
 * A row as the signals table holds it.
 *
 * @param payload JSON text
 */
public record StoredRow(UUID id, UUID neuronId, Instant timestamp, String payload) {}
