package ai.hal9.sim.game;

/**
 * A player's place in a game made for a run.
 *
 * @param game its id
 * @param player its id
 * @param user whose player it is: a place in the list of the run's users, 0 where it has none
 */
public record Seat(String game, String player, int user) {}
