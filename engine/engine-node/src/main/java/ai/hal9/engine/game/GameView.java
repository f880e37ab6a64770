package ai.hal9.engine.game;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A game as PostgreSQL has it.
 *
 * @param round the round that is open, or was played last; 0 before the first
 * @param players how many have joined and not left
 * @param owner the number of the owner, whose node it is played on
 */
public record GameView(
    UUID id,
    Instant createdAt,
    GameSettings settings,
    GameStatus status,
    int round,
    int players,
    long owner,
    Optional<Instant> finishedAt) {}
