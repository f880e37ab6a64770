package ai.hal9.sim.driver;

import ai.hal9.sim.load.LoadResult;

/** Follows a scenario's run from beside it. */
interface RunWitness {

  /** Before anything else is asked: as how many users requests are sent; 0: as nobody. */
  default void users(int known) {}

  /** The load has ended; its games are left, and its users logged out, once this returns. */
  default void ran(LoadResult result) throws InterruptedException {}
}
