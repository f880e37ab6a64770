package ai.hal9.console.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {

  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    254,
    255,
    256,
    -1,
    0.5,
    0.1,
    -0.1,
    1e-300,
    16_777_216,
    16_777_217,
    9e15,
    1e300,
    Float.MIN_VALUE,
    Double.MIN_VALUE,
    Float.MAX_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 33, 64, 76, 100, 200})
  void at_anyFigures_areExactlyThoseGiven(int size) {
    for (var seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var given = IntStream.range(0, size).mapToDouble(_ -> any(random)).toArray();

      var figures = Figures.of(given);

      assertThat(figures.size()).isEqualTo(size);
      for (var i = 0; i < size; i++) {
        assertThat(Double.compare(figures.at(i, -7), given[i])).isZero();
      }
      assertThat(figures.at(size, -7)).isEqualTo(-7);
    }
  }

  @Test
  void of_each_takesAsManyBytesAsItNeeds() {
    assertThat(bytes(0)).isZero();
    assertThat(bytes(254)).isEqualTo(1);
    assertThat(bytes(Double.NaN)).isEqualTo(1);
    assertThat(bytes(255)).isEqualTo(4);
    assertThat(bytes(0.1f)).isEqualTo(4);
    assertThat(bytes(0.1)).isEqualTo(8);
    assertThat(Figures.of(new double[0]).bytes()).isZero();
  }

  @Test
  void sums_someFiguresOrAll_areTheirs() {
    var given = IntStream.range(0, 70).mapToDouble(i -> i * 100).toArray();
    var sums = new double[80];
    Arrays.fill(sums, 1);

    var figures = Figures.of(given);
    figures.addTo(sums);

    assertThat(figures.sum(new int[] {0, 3, 69, 70, 1_000})).isEqualTo(7_200);
    assertThat(sums[0]).isEqualTo(1);
    assertThat(sums[69]).isEqualTo(6_901);
    assertThat(sums[70]).isEqualTo(1);
  }

  private static long bytes(double figure) {
    return Figures.of(new double[] {figure}).bytes() - Figures.of(new double[] {0}).bytes();
  }

  private static double any(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
      case 1 -> random.nextInt(300);
      case 2 -> random.nextFloat();
      case 3 -> random.nextGaussian() * 1e9;
      case 4 -> random.nextInt();
      default -> 0;
    };
  }
}
