package ai.hal9.sim.command;

import ai.hal9.sim.cluster.RunningCluster;

/** A window in which a demo can be watched. Where it comes from is not this module's business. */
public interface DemoWindow {

  /** Whether there is a display to open it on. */
  boolean present();

  /**
   * Shows a cluster and orders load on it, until the user closes the window. He may stop the
   * cluster or let it go. The load has ended when this returns.
   *
   * @return false when no window could be opened after all; why has been said, and no load ordered
   * @throws InterruptedException when the process is asked to end; the load is ended then
   */
  boolean watch(RunningCluster cluster, DemoLoad load) throws InterruptedException;
}
