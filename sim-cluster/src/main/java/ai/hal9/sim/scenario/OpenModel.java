package ai.hal9.sim.scenario;

import java.time.Duration;

/**
 * Requests arrive by a schedule of their own; a request's response time counts from its arrival.
 */
public sealed interface OpenModel extends Executor permits ConstantArrivalRate, RampingArrivalRate {

  /** The time a rate refers to; one second unless the scenario says otherwise. */
  Duration timeUnit();
}
