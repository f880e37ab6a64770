package ai.hal9.engine.account;

import java.time.Instant;
import java.util.UUID;

/**
 * A user, without any secret.
 *
 * @param id for good
 * @param username what to log in with; told apart without regard to case
 * @param displayName what to be called
 * @param createdAt when registered
 */
public record User(UUID id, String username, String displayName, Instant createdAt) {}
