package ai.hal9.api.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencySumTest {

  private final LatencySum sum = new LatencySum();

  @Test
  void take_partsAdded_isThePooledDistribution_andAddingBeginsAnew() {
    var one = LatencyHistogram.ofMicros(3, 900, 5_000_000);
    var other = LatencyHistogram.ofMicros(3, 70_000, LatencyHistogram.HIGHEST_MICROS * 2);

    sum.add(one);
    sum.add(other);

    assertThat(sum.take())
        .isEqualTo(
            LatencyHistogram.ofMicros(
                3, 900, 5_000_000, 3, 70_000, LatencyHistogram.HIGHEST_MICROS * 2))
        .returns(1L, LatencyHistogram::overflow);
    assertThat(sum.take()).isEqualTo(LatencyHistogram.none());
    sum.add(one);
    assertThat(sum.take()).isEqualTo(one);
  }

  @Test
  void buckets_everyLatency_areHdrHistograms() {
    var oracle =
        new Histogram(1, LatencyHistogram.HIGHEST_MICROS, LatencyHistogram.SIGNIFICANT_DIGITS);
    var latencies =
        LongStream.concat(
            LongStream.range(0, 10_000),
            new Random(3).longs(20_000, 0, LatencyHistogram.HIGHEST_MICROS + 1));

    latencies.forEach(
        micros -> {
          var bucket = Buckets.of(micros);
          assertThat(Buckets.lowest(bucket)).isEqualTo(oracle.lowestEquivalentValue(micros));
          assertThat(Buckets.highest(bucket)).isEqualTo(oracle.highestEquivalentValue(micros));
          assertThat(Buckets.median(bucket)).isEqualTo(oracle.medianEquivalentValue(micros));
        });
  }

  @Test
  void microsAt_severalPercentiles_areThoseAskedOneByOne() {
    var latency = LatencyHistogram.ofMicros(new Random(8).longs(3_000, 1, 9_000_000).toArray());
    var percentiles = new double[] {0, 50, 50, 99, 99.9, 100};

    assertThat(latency.microsAt(percentiles))
        .isEqualTo(Arrays.stream(percentiles).mapToLong(latency::micros).toArray());
  }

  @Test
  void countsAtMost_ascendingLatencies_areThoseAskedOneByOne() {
    var latency = LatencyHistogram.ofMicros(new Random(9).longs(3_000, 1, 9_000_000).toArray());
    var bounds = new long[] {0, 10, 90_000, 5_000_000, LatencyHistogram.HIGHEST_MICROS};

    assertThat(latency.countsAtMost(bounds))
        .isEqualTo(Arrays.stream(bounds).map(latency::countAtMost).toArray());
  }
}
