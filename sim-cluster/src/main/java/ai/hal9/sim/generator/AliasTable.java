package ai.hal9.sim.generator;

import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Draws an index in proportion to its weight in constant time: Walker's alias method in Vose's form
 * (M. D. Vose, "A linear algorithm for generating random numbers with a given distribution", 1991).
 * Column {@code i} keeps {@code i} with a probability of its own and else yields its alias.
 */
final class AliasTable {

  private final int[] keep;
  private final int[] alias;

  private AliasTable(int[] keep, int[] alias) {
    this.keep = keep;
    this.alias = alias;
  }

  /** Index {@code k} in proportion to {@code 1/(k+1)^exponent}. */
  static AliasTable zipf(int size, double exponent) {
    return of(size, k -> Math.pow(k + 1.0, -exponent));
  }

  /** Index in proportion to a positive weight. */
  static AliasTable of(int size, IntToDoubleFunction weight) {
    var sum = 0.0;
    var scaled = new double[size];
    for (var i = 0; i < size; i++) {
      scaled[i] = weight.applyAsDouble(i);
      sum += scaled[i];
    }
    var order = new int[size];
    var small = 0;
    var large = size;
    for (var i = 0; i < size; i++) {
      scaled[i] *= size / sum;
      if (scaled[i] < 1) {
        order[small++] = i;
      } else {
        order[--large] = i;
      }
    }
    var keep = new int[size];
    var alias = new int[size];
    while (small > 0 && large < size) {
      var poor = order[--small];
      var rich = order[large];
      keep[poor] = threshold(scaled[poor]);
      alias[poor] = rich;
      scaled[rich] -= 1 - scaled[poor];
      if (scaled[rich] < 1) {
        large++;
        order[small++] = rich;
      }
    }
    while (small > 0) {
      fill(keep, alias, order[--small]);
    }
    while (large < size) {
      fill(keep, alias, order[large++]);
    }
    return new AliasTable(keep, alias);
  }

  private static void fill(int[] keep, int[] alias, int index) {
    keep[index] = Integer.MAX_VALUE;
    alias[index] = index;
  }

  private static int threshold(double probability) {
    return (int) (probability * Integer.MAX_VALUE);
  }

  int draw(RandomGenerator random) {
    var bits = random.nextLong();
    var column = (int) (((bits >>> 32) * keep.length) >>> 32);
    return (int) (bits & Integer.MAX_VALUE) < keep[column] ? column : alias[column];
  }
}
