package ai.hal9.sim.scenario;

/**
 * A number of virtual users, each with its own connection, sending one request after another with
 * think time between. Response time equals service time here.
 */
public sealed interface ClosedModel extends Executor permits ConstantVus, RampingVus {}
