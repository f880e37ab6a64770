package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.ui.Tone;
import ai.hal9.sim.telemetry.Readings;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChoiceTest {

  private static final List<String> ALL = List.of("p50", "p95", "p99");

  private final LineChoice choice = new LineChoice();

  @Test
  void isolate_showsOneAlone_andTwiceAllAgain() {
    choice.isolate("p99");
    assertThat(shown()).containsExactly("p99");

    choice.isolate("p50");
    assertThat(shown()).containsExactly("p50");

    choice.isolate("p50");
    assertThat(shown()).isEqualTo(ALL);
  }

  @Test
  void toggle_addsToTheIsolated_andTakesAway() {
    choice.isolate("p99");
    choice.toggle("p50", ALL);
    assertThat(shown()).containsExactly("p50", "p99");

    choice.toggle("p99", ALL);
    assertThat(shown()).containsExactly("p50");
  }

  @Test
  void toggle_ofTheLastOne_showsAll() {
    choice.isolate("p99");
    choice.toggle("p50", ALL);
    choice.toggle("p95", ALL);

    assertThat(shown()).isEqualTo(ALL);
    choice.isolate("p50");
    assertThat(shown()).containsExactly("p50");
  }

  private List<String> shown() {
    return ALL.stream()
        .filter(id -> choice.shows(Line.of(id, id, Tone.SERIES_1, Readings.of())))
        .toList();
  }
}
