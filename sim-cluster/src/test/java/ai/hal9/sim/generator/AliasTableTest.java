package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AliasTableTest {

  @Test
  void zipf_manyDraws_fitsTheoryByChiSquare() {
    var size = 100;
    var draws = 1_000_000;
    var table = AliasTable.zipf(size, 1.0);
    var random = new SplittableRandom(9);
    var observed = new long[size];
    for (var i = 0; i < draws; i++) {
      observed[table.draw(random)]++;
    }
    var harmonic = 0.0;
    for (var k = 1; k <= size; k++) {
      harmonic += 1.0 / k;
    }
    var chiSquare = 0.0;
    for (var k = 1; k <= size; k++) {
      var expected = draws / (k * harmonic);
      chiSquare += Math.pow(observed[k - 1] - expected, 2) / expected;
    }
    // the 99.9th percentile of chi-square with 99 degrees of freedom
    assertThat(chiSquare).isLessThan(148.2);
  }

  @Test
  void weights_single_isAlwaysDrawn() {
    var table = AliasTable.of(1, _ -> 3);

    assertThat(table.draw(new SplittableRandom(1))).isZero();
  }
}
