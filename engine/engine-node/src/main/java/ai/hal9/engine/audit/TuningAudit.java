package ai.hal9.engine.audit;

import ai.hal9.engine.store.Database;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.TuningService;
import java.time.Duration;

/** Every change of the cluster's tuning, across restarts of its nodes. */
public interface TuningAudit {

  /** Changes that may wait for PostgreSQL. */
  int MOST_WAITING = 1_000;

  /** Some of the changes, newest first. May block. */
  AuditReading page(AuditQuery query);

  /** Writes what waits, for so long at most, and ends. What is left is counted as lost. */
  void close(Duration limit);

  /**
   * Keeps the changes from now on, and those still known from before.
   *
   * @param cluster whose they are
   */
  static TuningAudit of(TuningService tuning, String cluster, Database database, Meters meters) {
    var audit = new StoredAudit(new AuditTable(database, cluster), MOST_WAITING, meters);
    tuning.onLine(audit::keep);
    return audit;
  }
}
