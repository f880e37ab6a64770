package ai.hal9.sim.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {

  @Test
  void downsampled_spikesAmongThousands_keepsEveryMinimumAndMaximum() {
    var random = new Random(7);
    var ys = random.doubles(6_000, 10, 20).toArray();
    ys[1_234] = 900;
    ys[4_321] = 0.5;

    var small = curve(ys).downsampled(300);

    assertThat(small.ys().length).isLessThanOrEqualTo(600);
    assertThat(Arrays.stream(small.ys()).max()).hasValue(900);
    assertThat(Arrays.stream(small.ys()).min()).hasValue(0.5);
    for (var column = 0; column < 300; column++) {
      var part = Arrays.copyOfRange(ys, column * 20, column * 20 + 20);
      assertThat(small.ys())
          .contains(Arrays.stream(part).max().orElseThrow())
          .contains(Arrays.stream(part).min().orElseThrow());
    }
    assertThat(small.xs()).isSorted();
  }

  @Test
  void downsampled_aGapOfOnePoint_staysAGap() {
    var ys = new double[1_000];
    Arrays.fill(ys, 1);
    ys[500] = Double.NaN;

    assertThat(Arrays.stream(curve(ys).downsampled(50).ys()).filter(Double::isNaN).count()).isOne();
  }

  @Test
  void downsampled_fewPoints_staysAsItIs() {
    var curve = curve(1, 2, 3);

    assertThat(curve.downsampled(10)).isSameAs(curve);
  }

  @Test
  void path_gapAndLonePoint_breaksTheLineAndDrawsADot() {
    var paths = new Paths(new TimeScale(0, 4), new LinearScale(10, 5, Quantity.COUNT));

    var data = paths.data(curve(0, 10, Double.NaN, 5, Double.NaN), false);

    assertThat(data).isEqualTo("M0.0 1000.0h0L250.0 0.0M750.0 500.0h0");
  }

  @Test
  void path_weakStretch_isDrawnApartAndJoined() {
    var paths = new Paths(new TimeScale(0, 3), new LinearScale(10, 5, Quantity.COUNT));
    var curve =
        new Curve(
            "p99",
            "p99",
            new double[] {0, 1, 2, 3},
            new double[] {0, 0, 10, 10},
            new boolean[] {false, false, true, false});

    assertThat(paths.data(curve, false)).isEqualTo("M0.0 1000.0h0L333.3 1000.0M1000.0 0.0h0");
    assertThat(paths.data(curve, true)).isEqualTo("M333.3 1000.0L666.7 0.0L1000.0 0.0");
  }

  private static Curve curve(double... ys) {
    return Curve.of("c", "c", IntStream.range(0, ys.length).asDoubleStream().toArray(), ys);
  }
}
