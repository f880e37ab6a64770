package ai.hal9.sim.balance;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One upstream as every event loop sees it: whether it may be used, and what it did so far. */
final class Upstream {

  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  /** Checks that must time out in a row: one may meet a pause of the upstream's. */
  private static final int TIMEOUTS_TO_FALL = 3;

  private final UpstreamAddress address;
  private final InetSocketAddress socket;
  private final FailureWindow failures;
  private final UpstreamTally tally = new UpstreamTally();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger timeouts = new AtomicInteger();
  private volatile boolean ready = true;
  private volatile boolean removed;
  private volatile String reason = "";

  /** Of the smooth weighted round robin among equals; guarded by {@link UpstreamSet}. */
  int turn;

  Upstream(UpstreamAddress address, BalancerConfig.Checking checking) {
    this.address = address;
    this.socket = address.socket();
    this.failures = new FailureWindow(checking.maxFails(), checking.failTimeout());
  }

  UpstreamAddress address() {
    return address;
  }

  InetSocketAddress socket() {
    return socket;
  }

  UpstreamTally tally() {
    return tally;
  }

  int inFlight() {
    return inFlight.get();
  }

  void began() {
    inFlight.incrementAndGet();
  }

  void ended() {
    inFlight.decrementAndGet();
  }

  boolean usable(long nanos) {
    return ready && !failures.out(nanos);
  }

  /** Why it is not used, or nothing. */
  String reason(long nanos) {
    if (!ready) {
      return reason;
    }
    return failures.out(nanos) ? "too many failed requests" : "";
  }

  boolean removed() {
    return removed;
  }

  void remove() {
    removed = true;
  }

  void succeeded() {
    failures.succeeded();
  }

  void failed(long nanos, String why) {
    tally.failed();
    if (failures.failed(nanos)) {
      LOG.warn("{} is out after repeated failures, the last: {}", address.name(), why);
    }
  }

  /** It said that it is ready; after it had been away, what failed before no longer counts. */
  void checkedReady() {
    timeouts.set(0);
    if (!ready) {
      failures.succeeded();
      ready = true;
      LOG.info("{} is ready", address.name());
    }
  }

  /** It said that it is not ready, or nobody listens there. */
  void checkedUnready(String why) {
    timeouts.set(0);
    reason = why;
    if (ready) {
      ready = false;
      LOG.warn("{} is out: {}", address.name(), why);
    }
  }

  void checkTimedOut() {
    if (timeouts.incrementAndGet() >= TIMEOUTS_TO_FALL && ready) {
      checkedUnready("its health checks time out");
    }
  }
}
