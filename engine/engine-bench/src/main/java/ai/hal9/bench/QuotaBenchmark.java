package ai.hal9.bench;

import ai.hal9.engine.quota.Admission;
import ai.hal9.engine.quota.Leases;
import ai.hal9.engine.quota.Quotas;
import ai.hal9.engine.quota.Subject;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request pays for the rate limits (its node's and its user's) off and on, on two IO
 * threads, and for a closed circuit breaker. Against the processor time of a cache hit this must
 * stay below 5 %; {@code overheads} measures that.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(2)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QuotaBenchmark {

  private static final int USERS = 1_024;

  /** Whether requests are limited. */
  @Param({"off", "on"})
  public String limits = "off";

  private final Subject[] users = new Subject[USERS];
  private @Nullable Quotas quotas;
  private @Nullable Breaker breaker;

  /** One thread's place among the users. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;
  }

  /** Limits that nobody reaches, leased from a cluster that gives what is wished for. */
  @Setup
  public void open() {
    for (var i = 0; i < USERS; i++) {
      users[i] = Subject.user("user" + i);
    }
    var tuning =
        LiveTuning.fixed(
            EngineTuning.of(
                1,
                Map.of(
                    "rate_limit.enabled", limits,
                    "rate_limit.global_per_second", "1000000",
                    "rate_limit.user_per_second", "100000",
                    "rate_limit.user_burst", "100000")));
    quotas =
        Quotas.open(
            (wishes, perSecond, burst) ->
                wishes.stream().map(wish -> new Leases.Grant(wish.tokens(), burst, 0)).toList(),
            () -> 1,
            tuning,
            Meters.none(),
            Events.none(),
            InstantSource.system(),
            System::nanoTime);
    breaker =
        Breaker.aroundStore(
            "redis", "Redis", tuning, Meters.none(), Events.none(), InstantSource.system());
  }

  /** What a request passes. */
  @Benchmark
  public @Nullable Admission request(Turn turn) {
    var limiting = quotas;
    if (limiting == null || !limiting.enabled()) {
      return null;
    }
    var now = System.nanoTime();
    var everyone = limiting.ofEveryone(now);
    var user = limiting.of(users[turn.next++ % USERS], now);
    return user.allowed() ? user : everyone;
  }

  /** What a call to a store passes. */
  @Benchmark
  public boolean breaker() {
    var guarding = breaker;
    var permit = guarding == null ? null : guarding.tryAcquire();
    if (permit != null) {
      permit.succeeded();
    }
    return permit != null;
  }

  /** Ends the desk. */
  @TearDown
  public void close() {
    if (quotas != null) {
      quotas.close();
    }
  }
}
