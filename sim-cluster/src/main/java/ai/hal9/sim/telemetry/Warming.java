package ai.hal9.sim.telemetry;

/**
 * How far a node's cache warming is.
 *
 * @param target keys it set out to bring; 0 before the first
 * @param brought keys it has brought, answers and states
 * @param running whether it is under way
 * @param problem why it ended early; empty where it did not
 */
public record Warming(long target, long brought, boolean running, String problem) {}
