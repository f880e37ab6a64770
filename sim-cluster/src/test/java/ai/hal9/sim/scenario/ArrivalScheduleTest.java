package ai.hal9.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void constant_offersRateTimesDuration_evenly() {
    var schedule = ArrivalSchedule.constant(10_000, SECOND, Duration.ofSeconds(60));

    assertThat(schedule.total()).isEqualTo(600_000);
    assertThat(schedule.timeOf(0)).isZero();
    assertThat(schedule.timeOf(1)).isEqualTo(100_000);
    assertThat(schedule.timeOf(599_999)).isEqualTo(59_999_900_000L);
  }

  @Test
  void ramp_fromZero_offersTheTrianglesArea() {
    var schedule =
        ArrivalSchedule.ramping(0, SECOND, List.of(new Stage(Duration.ofSeconds(10), 100)));

    assertThat(schedule.total()).isEqualTo(500);
    // n = 5 t², so the 125th is due after 5 s
    assertThat(schedule.timeOf(125)).isEqualTo(5_000_000_000L);
    assertThat(schedule.timeOf(499)).isLessThan(schedule.nanos());
  }

  @Test
  void stages_offerTheSumOfTheirAreas_inOrderOfTime() {
    var schedule =
        ArrivalSchedule.ramping(
            20,
            SECOND,
            List.of(
                new Stage(Duration.ofSeconds(3), 120),
                new Stage(Duration.ZERO, 50),
                new Stage(Duration.ofSeconds(2), 50),
                new Stage(Duration.ofSeconds(4), 0)));

    assertThat(schedule.total()).isEqualTo(210 + 100 + 100);
    var last = -1L;
    for (var i = 0L; i < schedule.total(); i++) {
      assertThat(schedule.timeOf(i)).isGreaterThanOrEqualTo(last).isLessThan(schedule.nanos());
      last = schedule.timeOf(i);
    }
    assertThat(schedule.timeOf(210)).isBetween(2_999_999_000L, 3_000_001_000L);
  }

  @Test
  void before_countsWhatIsDueEarlier() {
    var schedule =
        ArrivalSchedule.ramping(0, SECOND, List.of(new Stage(Duration.ofSeconds(10), 100)));

    // n = 5 t²: the arrivals 0 to 124 come before 5 s, the 125th at it
    assertThat(schedule.before(0)).isZero();
    assertThat(schedule.before(5_000_000_000L)).isEqualTo(125);
    assertThat(schedule.before(5_000_000_001L)).isEqualTo(126);
    assertThat(schedule.before(60_000_000_000L)).isEqualTo(500);
  }

  @Test
  void rate_ofZero_offersNothing() {
    assertThat(ArrivalSchedule.constant(0, SECOND, SECOND).total()).isZero();
  }

  @Test
  void users_followTheLineFromStageToStage() {
    var schedule =
        UserSchedule.of(
            new RampingVus(
                0,
                List.of(
                    new Stage(Duration.ofSeconds(30), 100),
                    new Stage(Duration.ofSeconds(60), 1_000),
                    new Stage(Duration.ofSeconds(30), 0))));

    assertThat(schedule.usersAt(0)).isZero();
    assertThat(schedule.usersAt(15_000_000_000L)).isEqualTo(50);
    assertThat(schedule.usersAt(60_000_000_000L)).isEqualTo(550);
    assertThat(schedule.usersAt(90_000_000_000L)).isEqualTo(1_000);
    assertThat(schedule.usersAt(120_000_000_000L)).isZero();
  }
}
