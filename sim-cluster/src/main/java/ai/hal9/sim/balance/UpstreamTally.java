package ai.hal9.sim.balance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Running totals of what was sent to one upstream. */
final class UpstreamTally {

  private static final int CLASSES = 6;

  private final LongAdder[] byClass = new LongAdder[CLASSES];
  private final LongAdder retries = new LongAdder();
  private final LongAdder fails = new LongAdder();

  UpstreamTally() {
    for (var i = 0; i < CLASSES; i++) {
      byClass[i] = new LongAdder();
    }
  }

  void answered(int status) {
    byClass[Math.clamp(status / 100, 0, CLASSES - 1)].increment();
  }

  void retried() {
    retries.increment();
  }

  void failed() {
    fails.increment();
  }

  /** Requests answered, by {@code 1xx} to {@code 5xx}. */
  Map<String, Long> requests() {
    var requests = new LinkedHashMap<String, Long>();
    for (var i = 1; i < CLASSES; i++) {
      requests.put(i + "xx", byClass[i].sum());
    }
    return requests;
  }

  /** Requests sent to another upstream after this one failed, or said that it is shutting down. */
  long retries() {
    return retries.sum();
  }

  /** Requests that got no answer here. */
  long fails() {
    return fails.sum();
  }
}
