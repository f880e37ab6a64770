package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.console.series.DistributionCurve;
import ai.hal9.console.ui.Tone;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CurveDataTest {

  private static final double NOWHERE = Double.NaN;

  /** Points up to p50 and up to p95.6 are supported; both have a maximum. */
  private final CurveData data = new CurveData(List.of(curve("few", 20), curve("many", 250)));

  private static CurveData.Curve curve(String name, int samples) {
    var micros = LongStream.rangeClosed(1, samples).map(each -> each * 1_000).toArray();
    return new CurveData.Curve(
        name, name, Tone.SERIES_1, DistributionCurve.of(LatencyHistogram.ofMicros(micros)));
  }

  @Test
  void next_fromNowhere_beginsAtTheEnds() {
    assertThat(data.next(NOWHERE, true)).isZero();
    assertThat(data.next(NOWHERE, false)).isEqualTo(100);
  }

  @Test
  void next_goesToTheNextPoint_andStaysAtTheEnds() {
    assertThat(data.next(41, true)).isEqualTo(50);
    assertThat(data.next(50.1, false)).isEqualTo(50);
    assertThat(data.next(100, true)).isEqualTo(100);
    assertThat(data.next(0, false)).isZero();
  }

  @Test
  void next_ofNothing_isNowhere() {
    assertThat(CurveData.NONE.next(NOWHERE, true)).isNaN();
  }

  @Test
  void table_hasARowAPercentile_greyWhereSamplesAreTooFew() {
    var table = data.table();

    assertThat(table.head()).containsExactly("few", "many");
    assertThat(table.rows().getFirst().words()).isEqualTo("p0");
    var median = row(table, "p50");
    assertThat(median.values().getFirst()).isBetween(0.0099, 0.0101);
    assertThat(median.values().getLast()).isBetween(0.124, 0.126);
    assertThat(median.weak()).containsExactly(false, false);
    assertThat(row(table, "p75").weak()).containsExactly(true, false);
    assertThat(table.rows().getLast().words()).isEqualTo("max");
    assertThat(table.rows().getLast().weak()).containsExactly(true, true);
  }

  private static ValueTable.Row row(ValueTable table, String words) {
    return table.rows().stream().filter(row -> row.words().equals(words)).findFirst().orElseThrow();
  }
}
