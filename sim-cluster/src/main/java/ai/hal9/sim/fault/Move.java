package ai.hal9.sim.fault;

/**
 * A player's choice of a side in a round.
 *
 * @param game its id
 * @param round counted from 1
 * @param player its id
 * @param side 0 or 1
 */
public record Move(String game, int round, String player, int side) {}
