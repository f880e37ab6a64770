package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntervalLogTest {

  @Test
  void intervals_ofALongRun_areFewerAndLongerAndExact() {
    var log = new IntervalLog(20);
    var all = new ArrayList<LoadInterval>();
    for (var second = 0; second < 100; second++) {
      var interval = interval(second < 10 ? LoadPhase.WARM_UP : LoadPhase.MEASURED, second);
      all.add(interval);
      log.add(interval);
    }

    var kept = log.intervals();

    assertThat(kept).hasSizeLessThanOrEqualTo(20);
    assertThat(kept.getFirst().offset()).isZero();
    assertThat(kept)
        .filteredOn(interval -> interval.phase() == LoadPhase.WARM_UP)
        .extracting(interval -> interval.length().toSeconds())
        .containsExactly(10L);
    assertThat(kept.stream().map(LoadInterval::counts).reduce(LoadCounts.NONE, LoadCounts::plus))
        .isEqualTo(
            all.stream().map(LoadInterval::counts).reduce(LoadCounts.NONE, LoadCounts::plus));
    assertThat(LatencyHistogram.merged(kept.stream().map(LoadInterval::responseTime).toList()))
        .isEqualTo(LatencyHistogram.merged(all.stream().map(LoadInterval::responseTime).toList()));
    for (var i = 1; i < kept.size(); i++) {
      assertThat(kept.get(i).offset())
          .isEqualTo(kept.get(i - 1).offset().plus(kept.get(i - 1).length()));
    }
  }

  @Test
  void intervals_ofAShortRun_areAsTheyCame() {
    var log = new IntervalLog(20);
    for (var second = 0; second < 20; second++) {
      log.add(interval(LoadPhase.MEASURED, second));
    }

    assertThat(log.intervals()).hasSize(20);
  }

  private static LoadInterval interval(LoadPhase phase, int second) {
    var latency = LatencyHistogram.ofMicros(1_000 + second);
    return new LoadInterval(
        phase,
        Duration.ofSeconds(second),
        Duration.ofSeconds(1),
        new LoadCounts(1, 1, 1, 0, 0, 0, Map.of(), 0, 0, Map.of()),
        latency,
        latency,
        latency,
        second,
        0,
        1,
        0);
  }
}
