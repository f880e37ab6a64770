package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.series.Axis;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTableTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final double GAP = Double.NaN;

  private final ChartTable table =
      ChartTable.of(
          new ChartData(
              new Axis(NOON.minusSeconds(1), Duration.ofSeconds(1), 5),
              List.of(
                  Line.of("p50", "p50", Tone.SERIES_1, Readings.of(GAP, 0.0102, GAP, 0.25, GAP)),
                  Line.of(
                          "p99",
                          "p99, \"tail\"",
                          Tone.SERIES_2,
                          Readings.of(GAP, 1.5, GAP, GAP, GAP))
                      .on(Readings.of(GAP, 30, GAP, GAP, GAP), weak(1))),
              List.of()));

  private static BitSet weak(int column) {
    var weak = new BitSet();
    weak.set(column);
    return weak;
  }

  @Test
  void of_leadingAndTrailingColumnsNobodyKnows_areNoRows_butAGapIs() {
    assertThat(table.rows())
        .extracting(ChartTable.Row::time)
        .containsExactly(NOON.plusSeconds(2), NOON.plusSeconds(1), NOON);
    assertThat(table.rows().get(1).values()).containsOnly(GAP);
  }

  @Test
  void of_linesNobodyKnows_hasNoRows() {
    var line = Line.of("p50", "p50", Tone.SERIES_1, Readings.of(GAP, GAP));
    var axis = new Axis(NOON, Duration.ofSeconds(1), 2);

    assertThat(ChartTable.of(new ChartData(axis, List.of(line), List.of())).rows()).isEmpty();
  }

  @Test
  void of_valueFromTooFewSamples_isMarked() {
    assertThat(table.rows().getLast().weak()).containsExactly(false, true);
  }

  @Test
  void csv_isExactAndInTheMetricsUnit_withGapsEmpty_andSamplesCounted() {
    assertThat(table.csv(Unit.SECONDS))
        .isEqualTo(
            """
            time,p50 [s],"p99, ""tail"" [s]",n
            2026-03-01T12:00:00Z,0.0102,1.5,30
            2026-03-01T12:00:01Z,,,
            2026-03-01T12:00:02Z,0.25,,
            """);
  }

  @Test
  void tabbed_isAsOnScreen() {
    assertThat(table.tabbed(Unit.SECONDS).lines().skip(1))
        .hasSize(3)
        .anyMatch(line -> line.endsWith("\t10.2 ms\t1.50 s"));
  }

  @Test
  void values_areTheRows_withTheTimeInWords() {
    var shown = table.values(Unit.SECONDS);

    assertThat(shown.head()).containsExactly("p50", "p99, \"tail\"");
    assertThat(shown.rows()).hasSize(3);
    assertThat(shown.rows().getLast().words()).endsWith(":00.000");
    assertThat(shown.rows().getLast().order()).isEqualTo((double) NOON.toEpochMilli());
    assertThat(shown.rows().getLast().weak()).containsExactly(false, true);
  }
}
