package ai.hal9.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.OfferedPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BenchTableTest {

  @Test
  void throughputGain_ofThreeRounds_isTheMedianWithItsSpread() {
    var result =
        new BenchResult(
            List.of(
                one(1, Mode.CURRENT, 1_000, 0),
                one(1, Mode.TARGET, 20_000, 0),
                one(2, Mode.TARGET, 30_000, 0),
                one(2, Mode.CURRENT, 2_000, 0),
                one(3, Mode.CURRENT, 1_000, 0),
                one(3, Mode.TARGET, 40_000, 0)));

    assertThat(result.throughputGain()).isEqualTo(new Spread(20, 15, 40));
    assertThat(result.throughput(Mode.TARGET)).isEqualTo(3_000);
  }

  @Test
  void throughput_failedAnswers_countForNothing() {
    assertThat(one(1, Mode.CURRENT, 1_000, 250).throughput()).isEqualTo(75);
  }

  @Test
  void throughput_answersAfterTheSchedulesEnd_countForNothing() {
    var part = new OfferedPart(Duration.ofSeconds(10), counts(900, 0));

    assertThat(measurement(1, Mode.CURRENT, part, 1_000, 0).throughput()).isEqualTo(90);
  }

  @Test
  void responseTime_ofAllRounds_isMergedNotAveraged() {
    var slow = LongStream.rangeClosed(1, 1_000).map(i -> 900_000).toArray();
    var fast = LongStream.rangeClosed(1, 3_000).map(i -> 1_000).toArray();
    var result =
        new BenchResult(
            List.of(
                timed(1, LatencyHistogram.ofMicros(slow)),
                timed(2, LatencyHistogram.ofMicros(fast))));

    assertThat(result.responseTime(Mode.TARGET).micros(50)).isLessThan(1_010);
    assertThat(result.responseTime(Mode.TARGET).micros(80)).isGreaterThan(899_000);
  }

  @Test
  void lines_ofAResult_showBothColumnsRatioErrorsAndTheSeed() {
    var measurements = new ArrayList<Measurement>();
    for (var round = 1; round <= 3; round++) {
      measurements.add(one(round, Mode.CURRENT, 1_000, 12));
      measurements.add(one(round, Mode.TARGET, 50_000, 0));
    }

    var text = String.join("\n", new BenchTable(new BenchResult(measurements)).lines());

    assertThat(text)
        .containsPattern("Throughput +98\\.8 /s +5,000 /s +50\\.6× more \\(50\\.6–50\\.6\\)")
        .containsPattern("Failed requests +36 of 3,000 +0 of 150,000")
        .contains("200 ms → 50 ms")
        .containsPattern("Cache hit rate +90\\.0 % +90\\.0 %");
  }

  @Test
  void speedUp_tooFewSamples_isNotTold() {
    var result =
        new BenchResult(List.of(one(1, Mode.CURRENT, 1_000, 0), one(1, Mode.TARGET, 9_000, 0)));

    assertThat(result.speedUp(99).median()).isNaN();
    assertThat(String.join("\n", new BenchTable(result).lines()))
        .containsPattern("Response time \\(p99\\) +– +– +– +2 s → 200 ms");
  }

  @Test
  void contents_ofTwoMeasurements_areNeverTheSame() {
    var bodies =
        List.of(
            body(Mode.CURRENT, 1),
            body(Mode.TARGET, 1),
            body(Mode.CURRENT, 2),
            body(Mode.TARGET, 2));

    assertThat(bodies).doesNotHaveDuplicates();
  }

  private static String body(Mode mode, int round) {
    return BenchScenario.of(10, Duration.ofSeconds(1), mode, round).mix().getFirst().body();
  }

  private static LoadCounts counts(long completed, long failed) {
    return new LoadCounts(
        completed,
        completed,
        completed,
        0,
        0,
        0,
        Map.of(FailureCause.STATUS_5XX, failed),
        0,
        0,
        Map.of());
  }

  private static Measurement one(int round, Mode mode, long completed, long failed) {
    var part = new OfferedPart(Duration.ofSeconds(10), counts(completed, failed));
    return measurement(round, mode, part, completed, failed);
  }

  private static Measurement measurement(
      int round, Mode mode, OfferedPart offered, long completed, long failed) {
    return new Measurement(
        round,
        mode,
        offered,
        completed,
        failed,
        LatencyHistogram.ofMicros(1_000, 2_000),
        100,
        20,
        1_000,
        900,
        List.of());
  }

  private static Measurement timed(int round, LatencyHistogram latency) {
    return new Measurement(
        round,
        Mode.TARGET,
        new OfferedPart(Duration.ofSeconds(10), counts(latency.count(), 0)),
        latency.count(),
        0,
        latency,
        100,
        20,
        0,
        0,
        List.of());
  }
}
