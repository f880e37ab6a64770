package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ClockTicksTest {

  private final ClockTicks kathmandu = new ClockTicks(ZoneId.of("Asia/Kathmandu"));

  @Test
  void position_andBack_isTheSameMoment() {
    var moment = Instant.parse("2026-03-01T10:20:30.250Z");

    assertThat(kathmandu.moment(kathmandu.position(moment))).isEqualTo(moment);
  }

  @Test
  void text_isTheLocalTimeOfDay() {
    var moment = Instant.parse("2026-03-01T10:15:00Z");

    assertThat(ClockTicks.text(kathmandu.position(moment), 300)).isEqualTo("16:00");
    assertThat(ClockTicks.text(kathmandu.position(moment), 15)).isEqualTo("16:00:00");
  }

  @Test
  void step_leavesRoomForLabels_onTheClocksOwnMultiples() {
    assertThat(ClockTicks.step(60, 6)).isEqualTo(10);
    assertThat(ClockTicks.step(300, 6)).isEqualTo(60);
    assertThat(ClockTicks.step(3_600, 6)).isEqualTo(600);
    assertThat(ClockTicks.step(10 * 86_400, 5)).isEqualTo(2 * 86_400);
  }
}
