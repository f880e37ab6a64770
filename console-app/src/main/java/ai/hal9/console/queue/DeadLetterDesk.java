package ai.hal9.console.queue;

import ai.hal9.console.session.Session;
import ai.hal9.sim.telemetry.DeadLetter;
import ai.hal9.sim.telemetry.QueueApi;
import java.util.List;

/** Where a cluster's dead letters are looked at and decided about. Calls may take seconds. */
interface DeadLetterDesk {

  /**
   * The oldest of them.
   *
   * @throws ai.hal9.sim.SimException when nobody answers, or the queue cannot be reached
   */
  List<DeadLetter> list() throws InterruptedException;

  /**
   * Decides about some.
   *
   * @param ids one at least
   * @return how many were still there
   * @throws ai.hal9.sim.SimException when nobody answers, or the queue cannot be reached
   */
  int decide(Decision decision, List<String> ids) throws InterruptedException;

  /** A running cluster's. */
  static DeadLetterDesk of(Session session) {
    var api = new QueueApi(session.http(), session.address());
    return new DeadLetterDesk() {
      @Override
      public List<DeadLetter> list() throws InterruptedException {
        return api.deadLetters();
      }

      @Override
      public int decide(Decision decision, List<String> ids) throws InterruptedException {
        return switch (decision) {
          case REDRIVE -> api.redrive(ids);
          case DISCARD -> api.discard(ids);
        };
      }
    };
  }
}
