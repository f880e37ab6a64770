package ai.hal9.console.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockBootstrapTest {

  @Test
  void spread_ofTheMeanOfIndependentObservations_isSigmaOverRootN() {
    var values = autoregressive(0, 2_000, 11);

    var spread = new BlockBootstrap(new Random(1)).spread(values, drawn -> mean(values, drawn));

    assertThat(spread.error()).isCloseTo(1 / Math.sqrt(2_000), within(0.15 / Math.sqrt(2_000)));
  }

  @Test
  void spread_ofTheMeanOfAnAutoregressiveSeries_isThatOfItsLongRunVariance() {
    var rho = 0.6;
    var values = autoregressive(rho, 4_000, 12);

    var spread = new BlockBootstrap(new Random(1)).spread(values, drawn -> mean(values, drawn));

    var longRun = Math.sqrt((1 + rho) / (1 - rho) / 4_000);
    assertThat(spread.error()).isCloseTo(longRun, within(0.15 * longRun));
  }

  @Test
  void spread_ofConstants_isZero() {
    var values = new double[40];
    Arrays.fill(values, 3);

    assertThat(
            new BlockBootstrap(new Random(1)).spread(values, drawn -> mean(values, drawn)).error())
        .isZero();
  }

  @Test
  void blocks_ofMoreAlikeNeighbours_areLonger() {
    assertThat(BlockBootstrap.blockLength(autoregressive(0.7, 60, 3)))
        .isGreaterThan(BlockBootstrap.blockLength(autoregressive(0, 60, 3)));
    assertThat(BlockBootstrap.blockLength(autoregressive(0.99, 60, 3))).isLessThanOrEqualTo(12);
  }

  @Test
  void quantile_ofT_isTheTables() {
    assertThat(StudentT.quantile(2.575829, 10)).isCloseTo(3.169, within(0.01));
    assertThat(StudentT.quantile(2.575829, 30)).isCloseTo(2.750, within(0.002));
    assertThat(StudentT.quantile(1.959964, 5)).isCloseTo(2.571, within(0.01));
    assertThat(StudentT.quantile(1.959964, 1e9)).isCloseTo(1.960, within(0.001));
  }

  private static double mean(double[] values, int[] drawn) {
    return Arrays.stream(drawn).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  /** Of unit variance. */
  private static double[] autoregressive(double rho, int count, long seed) {
    var random = new Random(seed);
    var values = new double[count];
    var value = random.nextGaussian();
    for (var i = 0; i < count; i++) {
      values[i] = value;
      value = rho * value + Math.sqrt(1 - rho * rho) * random.nextGaussian();
    }
    return values;
  }
}
