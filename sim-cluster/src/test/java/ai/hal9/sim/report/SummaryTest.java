package ai.hal9.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryTest {

  private final RunReport report = new SampleRun("demo").report();

  @Test
  void lines_ofTheSample_showEachThresholdWithValueAndVerdict() {
    var text = String.join("\n", new Summary(report, Palette.PLAIN).lines());

    assertThat(text)
        .containsPattern("✓ met {9}http_req_duration: p\\(95\\)<500 +41\\.7 ms")
        .containsPattern("✗ missed {6}http_req_failed: rate<0\\.01 +1\\.13 %")
        .contains("offered                  180,000")
        .contains("✓ valid")
        .contains("✗ thresholds missed");
  }

  @Test
  void lines_withoutUnicode_areSevenBit() {
    var text = String.join("\n", new Summary(report, Palette.ASCII).lines());

    assertThat(text).matches("(?s)[\\x00-\\x7f]*").contains("FAIL missed").doesNotContain("?");
  }

  @Test
  void lines_coloursUnwanted_haveNone() {
    var escape = Character.toString(27);

    assertThat(Palette.suiting(true, true, true)).isEqualTo(Palette.PLAIN);
    assertThat(Palette.suiting(false, true, false)).isEqualTo(Palette.PLAIN);
    assertThat(Palette.suiting(true, false, false)).isEqualTo(Palette.ASCII);
    assertThat(new Summary(report, Palette.PLAIN).lines()).noneMatch(line -> line.contains(escape));
    assertThat(new Summary(report, Palette.COLOURED).lines())
        .anyMatch(line -> line.contains(escape));
  }
}
