package ai.hal9.engine.quota;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.tuning.EngineTuning.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserQuotaTest {

  private static final RateLimit LIMITS = new RateLimit(true, 1_000, 100, 200);
  private static final Duration FAST = Duration.ofMillis(10);
  private static final Duration STEADY = Duration.ofMillis(50);
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final UserQuota quota = new UserQuota(LIMITS, 0);
  private long now;

  /** What is asked for when the user asks so often, each time granted at once. */
  private List<Long> leases(int count, Duration between) {
    var leases = new ArrayList<Long>();
    while (leases.size() < count) {
      now += between.toNanos();
      var taken = quota.take(LIMITS, now);
      assertThat(taken.admission().allowed()).isTrue();
      if (taken.wanted() > 0) {
        leases.add(taken.wanted());
        quota.answered(taken.wanted(), taken.wanted(), LIMITS.userBurst(), 0, now);
      }
    }
    return leases;
  }

  @Test
  void take_leasesUsedUpFast_asksForTwiceAsManyUpToHalfTheBurst() {
    assertThat(leases(6, FAST)).containsExactly(20L, 40L, 80L, 100L, 100L, 100L);
  }

  @Test
  void take_leasesThatLastSomeSeconds_asksForAsManyAgain() {
    leases(2, FAST);

    assertThat(leases(3, STEADY)).containsExactly(40L, 40L, 40L);
  }

  @Test
  void take_leaseThatLastsTooLong_asksForASmallOneAgain() {
    leases(6, FAST);

    assertThat(leases(1, SLOW)).containsExactly(10L);
  }
}
