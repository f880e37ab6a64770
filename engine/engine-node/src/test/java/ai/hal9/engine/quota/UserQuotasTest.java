package ai.hal9.engine.quota;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.tuning.EngineTuning.RateLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UserQuotasTest {

  private static final int MOST = 1_000;

  private final UserQuotas users = new UserQuotas(MOST);
  private final RateLimit limits = new Knobs().current().rateLimit();

  @Test
  void forgetIdle_afterAMinute_forgetsWhoAskedForNothing() {
    var idle = Subject.user("idle");
    var busy = Subject.user("busy");
    var first = users.of(idle, limits, 0);
    var kept = users.of(busy, limits, 0);
    kept.take(limits, Duration.ofSeconds(30).toNanos());

    users.forgetIdle(Duration.ofSeconds(61).toNanos());

    assertThat(users.of(busy, limits, 0)).isSameAs(kept);
    assertThat(users.of(idle, limits, 0)).isNotSameAs(first);
  }

  @Test
  void of_moreThanAreRemembered_forgetsWhoHasBeenIdleForLongest() {
    var busy = Subject.user("busy");
    var kept = users.of(busy, limits, 0);
    for (var i = 0; i < 10 * MOST; i++) {
      var now = Duration.ofMillis(10L * i).toNanos();
      users.of(Subject.user("passer-by " + i), limits, now);
      kept.take(limits, now);
    }

    assertThat(users.size()).isEqualTo(MOST);
    assertThat(users.known(busy)).isSameAs(kept);
    assertThat(users.known(Subject.user("passer-by 0"))).isNull();
  }

  @Test
  void of_theSameNameFromElsewhere_isAnother() {
    var here = users.of(new Subject("address:192.0.2.1:", "ada"), limits, 0);

    assertThat(users.of(new Subject("address:192.0.2.1:", "ada"), limits, 0)).isSameAs(here);
    assertThat(users.of(new Subject("address:192.0.2.2:", "ada"), limits, 0)).isNotSameAs(here);
    assertThat(users.of(Subject.user("ada"), limits, 0)).isNotSameAs(here);
  }

  @Test
  void text_ofALongName_isShort() {
    assertThat(Subject.user("n".repeat(100_000)).text()).hasSizeLessThan(100).contains("sha256:");
  }

  @Test
  void giveBack_letsAnotherPass() {
    var user = users.of(Subject.user("ada"), limits, 0);
    var passed = 0;
    while (user.take(limits, 0).admission().allowed()) {
      passed++;
    }
    assertThat(passed).isEqualTo(UserQuota.first(limits) + limits.userBurst() / 4);

    user.giveBack();
    assertThat(user.take(limits, 0).admission().allowed()).isTrue();
    assertThat(user.take(limits, 0).admission().allowed()).isFalse();
  }

  @Test
  void giveBackAlone_letsAnotherPass() {
    var user = users.of(Subject.user("ada"), limits, 0);
    while (user.takeAlone(limits, 1, 0).allowed()) {
      assertThat(users.size()).isOne();
    }

    user.giveBackAlone(limits, 1);
    assertThat(user.takeAlone(limits, 1, 0).allowed()).isTrue();
    assertThat(user.takeAlone(limits, 1, 0).allowed()).isFalse();
  }

  @Test
  void known_ofWhoHasAskedForNothing_isNothing() {
    assertThat(users.known(Subject.user("ada"))).isNull();
    assertThat(users.size()).isZero();
  }
}
