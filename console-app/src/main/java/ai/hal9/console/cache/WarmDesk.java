package ai.hal9.console.cache;

import ai.hal9.console.session.EveryMember;
import ai.hal9.console.session.EveryMember.Answers;
import ai.hal9.console.session.Session;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.telemetry.Warming;
import ai.hal9.sim.telemetry.WarmingApi;

/** Where all members' caches are warmed. Calls may take seconds. */
interface WarmDesk {

  /**
   * Begins on every member.
   *
   * @throws ai.hal9.sim.SimException when nobody answers
   */
  Answers<Warming> warm() throws InterruptedException;

  /**
   * How far every member is.
   *
   * @throws ai.hal9.sim.SimException when nobody answers
   */
  Answers<Warming> look() throws InterruptedException;

  /** A running cluster's. */
  static WarmDesk of(Session session) {
    var members = new ClusterApi(session.http(), session.address());
    var api = new WarmingApi(session.http(), session.address());
    return new WarmDesk() {
      @Override
      public Answers<Warming> warm() throws InterruptedException {
        return EveryMember.ask(members, api::warm);
      }

      @Override
      public Answers<Warming> look() throws InterruptedException {
        return EveryMember.ask(members, api::of);
      }
    };
  }
}
