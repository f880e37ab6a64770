package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.series.Axis;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTableTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final ChartTable table =
      ChartTable.of(
          new ChartData(
              new Axis(NOON, Duration.ofSeconds(1), 3),
              List.of(
                  Line.of("p50", "p50", Tone.SERIES_1, Readings.of(0.0102, Double.NaN, 0.25)),
                  Line.of(
                      "p99",
                      "p99, \"tail\"",
                      Tone.SERIES_2,
                      Readings.of(1.5, Double.NaN, Double.NaN))),
              List.of()));

  @Test
  void of_columnsNobodyKnows_areNoRows() {
    assertThat(table.rows()).hasSize(2);
    assertThat(table.rows().getFirst().time()).isEqualTo(NOON.plusSeconds(2));
  }

  @Test
  void csv_isExactAndInTheMetricsUnit_withGapsEmpty() {
    assertThat(table.csv(Unit.SECONDS))
        .isEqualTo(
            """
            time,p50 [s],"p99, ""tail"" [s]"
            2026-03-01T12:00:00Z,0.0102,1.5
            2026-03-01T12:00:02Z,0.25,
            """);
  }

  @Test
  void tabbed_isAsOnScreen() {
    assertThat(table.tabbed(Unit.SECONDS).lines().skip(1))
        .allMatch(line -> line.contains(" ms\t"))
        .anyMatch(line -> line.endsWith("\t10.2 ms\t1.50 s"));
  }
}
