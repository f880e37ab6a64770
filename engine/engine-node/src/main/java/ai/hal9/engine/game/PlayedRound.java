package ai.hal9.engine.game;

import java.time.Instant;

/** A round in a game's history. */
public record PlayedRound(int round, RoundScore score, Instant closedAt) {}
