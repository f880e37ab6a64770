package ai.hal9.sim.load;

import ai.hal9.api.signal.CacheOutcome;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the requests. At the end of a run {@code offered = started + dropped + unsent} and
 * {@code started = completed + timeouts + broken connections + protocol errors + interrupted}.
 *
 * @param offered arrivals of the schedule (open) or requests users began (closed)
 * @param started requests sent
 * @param completed whole answers, of any status
 * @param dropped arrivals given up because too many were waiting
 * @param unsent arrivals still waiting for a connection when the run ended, or that found none
 * @param interrupted requests still under way when the run ended; like what was unsent then they
 *     failed as {@link FailureCause#UNANSWERED}, unless the user ended the run without awaiting
 *     them
 * @param failures failed requests by cause; a cause that did not occur is absent
 * @param checksPassed checks that held
 * @param checksFailed checks that did not
 * @param cache answers by where the target says they came from; absent where it does not say
 */
public record LoadCounts(
    long offered,
    long started,
    long completed,
    long dropped,
    long unsent,
    long interrupted,
    Map<FailureCause, Long> failures,
    long checksPassed,
    long checksFailed,
    Map<CacheOutcome, Long> cache) {

  /** Nothing happened. */
  public static final LoadCounts NONE = new LoadCounts(0, 0, 0, 0, 0, 0, Map.of(), 0, 0, Map.of());

  public LoadCounts {
    failures = Map.copyOf(failures);
    cache = Map.copyOf(cache);
  }

  /** Requests without a good answer: every cause but a failed check. */
  public long failed() {
    return failures.entrySet().stream()
        .filter(entry -> entry.getKey() != FailureCause.CHECK)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How often a cause occurred. */
  public long failed(FailureCause cause) {
    return failures.getOrDefault(cause, 0L);
  }

  /** Requests that came to an end: answers, timeouts, broken connections. */
  public long ended() {
    return completed
        + failed(FailureCause.TIMEOUT)
        + failed(FailureCause.CONNECTION)
        + failed(FailureCause.PROTOCOL);
  }

  /** Requests of which it is known what became of them: those that ended, and the unanswered. */
  public long settled() {
    return ended() + failed(FailureCause.UNANSWERED);
  }

  /** Share of settled requests that failed, 0 to 1; not a number when there are none. */
  public double failedRate() {
    return settled() == 0 ? Double.NaN : (double) failed() / settled();
  }

  /** Arrivals that were never sent. */
  public long neverSent() {
    return dropped + unsent;
  }

  /** Answers with a good status. */
  public long answeredWell() {
    return completed - failed(FailureCause.STATUS_4XX) - failed(FailureCause.STATUS_5XX);
  }

  /** Share of checks that held, 0 to 1; not a number when there was none. */
  public double checksRate() {
    var all = checksPassed + checksFailed;
    return all == 0 ? Double.NaN : (double) checksPassed / all;
  }

  /**
   * Share of answers from a cache, 0 to 1, as the target reports them; coalesced answers are no
   * hits. Not a number when the target does not say.
   */
  public double hitRate() {
    var all = cache.values().stream().mapToLong(Long::longValue).sum();
    var hits =
        cache.getOrDefault(CacheOutcome.LOCAL, 0L) + cache.getOrDefault(CacheOutcome.REDIS, 0L);
    return all == 0 ? Double.NaN : (double) hits / all;
  }

  /** Both together. */
  public LoadCounts plus(LoadCounts other) {
    return new LoadCounts(
        offered + other.offered,
        started + other.started,
        completed + other.completed,
        dropped + other.dropped,
        unsent + other.unsent,
        interrupted + other.interrupted,
        sum(FailureCause.class, failures, other.failures),
        checksPassed + other.checksPassed,
        checksFailed + other.checksFailed,
        sum(CacheOutcome.class, cache, other.cache));
  }

  private static <K extends Enum<K>> Map<K, Long> sum(
      Class<K> type, Map<K, Long> one, Map<K, Long> two) {
    var sum = new EnumMap<K, Long>(type);
    sum.putAll(one);
    two.forEach((key, count) -> sum.merge(key, count, Long::sum));
    return sum;
  }
}
