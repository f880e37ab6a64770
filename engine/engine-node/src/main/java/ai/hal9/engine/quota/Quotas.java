package ai.hal9.engine.quota;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning.RateLimit;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The rate limits of a node, {@code rate_limit.*}: what it takes from everyone, and what each user
 * gets from the whole cluster. Never blocks.
 */
public final class Quotas implements AutoCloseable {

  private final IntSupplier nodes;
  private final LeaseDesk desk;
  private final CellRate everyone;

  private final UserQuotas users;
  private final Meters.Count refusedToAll;
  private final Meters.Count refusedToUser;
  private volatile RateLimit applied;

  private Quotas(
      LiveTuning tuning,
      Meters meters,
      LongSupplier nanoTime,
      IntSupplier nodes,
      UserQuotas users,
      LeaseDesk desk) {
    this.nodes = nodes;
    this.users = users;
    this.desk = desk;
    this.everyone = new CellRate(nanoTime.getAsLong());
    this.applied = tuning.current().rateLimit();
    this.refusedToAll = meters.count(MetricCatalogue.RATE_LIMITED, "global");
    this.refusedToUser = meters.count(MetricCatalogue.RATE_LIMITED, "user");
    meters.gauge(MetricCatalogue.RATE_LIMIT_USERS, users::size);
    tuning.onChange(values -> follow(values.rateLimit()));
  }

  /**
   * Limits that follow the tuning.
   *
   * @param leases where users' tokens are leased
   * @param nodes how many nodes the cluster has, for a node's share without the others
   */
  public static Quotas open(
      Leases leases,
      IntSupplier nodes,
      LiveTuning tuning,
      Meters meters,
      Events events,
      InstantSource clock,
      LongSupplier nanoTime) {
    var users = new UserQuotas(UserQuotas.MOST);
    var desk = new LeaseDesk(leases, users, tuning, meters, events, clock, nanoTime);
    var quotas = new Quotas(tuning, meters, nanoTime, nodes, users, desk);
    desk.start();
    return quotas;
  }

  /** Whether there are limits at all; while there are none nothing else needs to be asked. */
  public boolean enabled() {
    return applied.enabled();
  }

  /**
   * Takes one request of what this node takes from everyone.
   *
   * @param now when it came, in nanoseconds of the same clock
   */
  public Admission ofEveryone(long now) {
    var limits = applied;
    var admission = everyone.take(limits.globalRate(), limits.globalRate(), now);
    if (!admission.allowed()) {
      refusedToAll.increment();
    }
    return admission;
  }

  /** Takes back one that {@link #ofEveryone} let pass: it was refused for its user's sake. */
  public void giveBack() {
    everyone.giveBack(applied.globalRate());
  }

  /**
   * Takes one request of what a user gets.
   *
   * @param now when it came, in nanoseconds of the same clock
   */
  public Admission of(Subject user, long now) {
    var limits = applied;
    var quota = users.of(user, limits, now);
    var admission =
        desk.open()
            ? asked(user, quota, quota.take(limits, now))
            : quota.takeAlone(limits, nodes(), now);
    if (!admission.allowed()) {
      refusedToUser.increment();
    }
    return admission;
  }

  /** Takes back one that {@link #of} let pass: it was no such request after all. */
  public void giveBack(Subject user) {
    var quota = users.known(user);
    if (quota == null) {
      return;
    }
    if (desk.open()) {
      quota.giveBack();
    } else {
      quota.giveBackAlone(applied, nodes());
    }
  }

  private Admission asked(Subject user, UserQuota quota, UserQuota.Taken taken) {
    if (taken.wanted() > 0) {
      desk.ask(user, quota, taken.wanted());
    }
    return taken.admission();
  }

  private int nodes() {
    return Math.max(1, nodes.getAsInt());
  }

  private void follow(RateLimit changed) {
    if (!changed.equals(applied)) {
      applied = changed;
      users.forgetAll();
    }
  }

  @Override
  public void close() {
    desk.close();
  }
}
