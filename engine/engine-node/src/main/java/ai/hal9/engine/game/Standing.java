package ai.hal9.engine.game;

/**
 * A line of a leaderboard.
 *
 * @param games in how many finished games, or 1 in a game's own
 */
public record Standing(String player, long score, long games) {}
