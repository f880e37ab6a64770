package ai.hal9.engine.memory;

import java.time.Instant;
import java.util.UUID;

/**
 * A memory that was taken.
 *
 * @param committed whether PostgreSQL has it; else it waits to be written
 */
public record Remembered(UUID id, Instant createdAt, boolean committed) {}
