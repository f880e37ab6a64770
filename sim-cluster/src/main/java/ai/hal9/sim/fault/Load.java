package ai.hal9.sim.fault;

import java.time.Duration;

/** The load that goes on while something happens; its schedule is the time of a fault. */
public interface Load {

  /** Nanoseconds since the load's start. */
  long now();

  /** Waits until every signal has been sent that is due within so much time from now. */
  void pass(Duration time) throws InterruptedException;
}
