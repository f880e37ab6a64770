package ai.hal9.sim.generator;

import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.telemetry.LatencyTally;
import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.LoadCounts;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What one event loop counted in one interval. Only one thread at a time may touch it. */
final class Tally {

  private static final CacheOutcome[] OUTCOMES = CacheOutcome.values();
  private static final byte[] CACHE_FIELD = "\"cache\":\"".getBytes(StandardCharsets.US_ASCII);

  final LatencyTally response = new LatencyTally();
  final LatencyTally service = new LatencyTally();
  final LatencyTally lag = new LatencyTally();
  long offered;
  long started;
  long completed;
  long dropped;
  long unsent;
  long interrupted;
  private long checksPassed;
  private long checksFailed;
  private final EnumMap<FailureCause, Count> failures = new EnumMap<>(FailureCause.class);
  private final EnumMap<CacheOutcome, Count> cache = new EnumMap<>(CacheOutcome.class);

  private static final class Count {
    long value;
  }

  void failed(FailureCause cause) {
    failures.computeIfAbsent(cause, _ -> new Count()).value++;
  }

  /** A whole answer: its status, checks and where it came from. */
  void answered(int status, AnswerBody body, AnswerChecks checks, long responseNanos) {
    completed++;
    var passed = checks.passed(status, body, responseNanos);
    checksPassed += passed;
    checksFailed += checks.size() - passed;
    if (status >= 500) {
      failed(FailureCause.STATUS_5XX);
    } else if (status >= 400) {
      failed(FailureCause.STATUS_4XX);
    } else {
      if (passed < checks.size()) {
        failed(FailureCause.CHECK);
      }
      countCache(body);
    }
  }

  private void countCache(AnswerBody body) {
    var at = body.find(CACHE_FIELD);
    if (at < 0 || at + CACHE_FIELD.length >= body.length()) {
      return;
    }
    var first = body.at(at + CACHE_FIELD.length);
    for (var outcome : OUTCOMES) {
      if (outcome.name().charAt(0) == (first & ~0x20)) {
        cache.computeIfAbsent(outcome, _ -> new Count()).value++;
      }
    }
  }

  LoadCounts counts() {
    return new LoadCounts(
        offered,
        started,
        completed,
        dropped,
        unsent,
        interrupted,
        counted(failures),
        checksPassed,
        checksFailed,
        counted(cache));
  }

  private static <K> Map<K, Long> counted(Map<K, Count> counts) {
    return counts.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().value));
  }
}
