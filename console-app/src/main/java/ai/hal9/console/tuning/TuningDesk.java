package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.console.session.Session;
import ai.hal9.sim.telemetry.TuningAuditPage;
import org.jspecify.annotations.Nullable;

/** Where a cluster's tuning is read and changed. Calls may take seconds. */
interface TuningDesk {

  /**
   * What all members say.
   *
   * @throws ai.hal9.sim.SimException when nobody answers
   */
  ClusterTuning read() throws InterruptedException;

  /**
   * Asks for a change, whole or not at all.
   *
   * @param target whom it shall reach; its scope is the change's
   * @throws ai.hal9.sim.SimException when nobody answers
   */
  TuningOutcome apply(Target target, TuningChange change) throws InterruptedException;

  /**
   * Changes that were ever made, newest first.
   *
   * @param before where the page begins, as the one before it said; from the newest when null
   * @throws ai.hal9.sim.SimException when nobody answers, or PostgreSQL does not
   */
  TuningAuditPage audit(@Nullable String before) throws InterruptedException;

  /** A running cluster's. */
  static TuningDesk of(Session session) {
    return new LiveDesk(session.http(), session.address());
  }
}
