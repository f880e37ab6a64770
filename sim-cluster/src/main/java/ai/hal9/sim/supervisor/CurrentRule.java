package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.StandbyOrder;
import ai.hal9.sim.cluster.StandbyRule;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rule about standbys that holds now: what the cluster was started with, or ordered since. */
final class CurrentRule implements Supplier<StandbyRule> {

  private static final Logger LOG = LoggerFactory.getLogger(CurrentRule.class);
  private static final long LOOK_MILLIS = 200;

  private final StandbyOrder order;
  private final Announcer announcer;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile StandbyRule rule;

  CurrentRule(StandbyRule first, StandbyOrder order, Announcer announcer) {
    this.rule = first;
    this.order = order;
    this.announcer = announcer;
  }

  @Override
  public StandbyRule get() {
    return rule;
  }

  /** Looks for orders from now on. */
  void follow(BooleanSupplier stopping, ScheduledExecutorService scheduler) {
    var _ =
        scheduler.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("standby-rule").start(() -> look(stopping)),
            LOOK_MILLIS,
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void look(BooleanSupplier stopping) {
    if (stopping.getAsBoolean() || !looking.tryLock()) {
      return;
    }
    try {
      if (order.open()) {
        order.read().filter(wanted -> wanted != rule).ifPresent(this::become);
        order.done();
      }
    } catch (IOException e) {
      LOG.error("an order cannot be taken", e);
    } finally {
      looking.unlock();
    }
  }

  private void become(StandbyRule wanted) {
    var before = rule;
    rule = wanted;
    announcer.notice(
        "the rule about standbys is %s now, and was %s".formatted(word(wanted), word(before)));
    announcer.changed();
  }

  private static String word(StandbyRule rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }
}
