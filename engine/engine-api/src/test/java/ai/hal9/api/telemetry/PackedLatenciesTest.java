package ai.hal9.api.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed is what is unpacked, alone and with others. */
class PackedLatenciesTest {

  private final LatencySum sum = new LatencySum();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void histogram_anyBucketsAndCounts_areWalkedAndAddedAsTheyWerePacked(long seed) {
    var random = new Random(seed);
    var mostEmpty = 1 << random.nextInt(12);
    var mostSamples = 1L << random.nextInt(40);
    var packing = new PackedBuckets();
    var put = new TreeMap<Integer, Long>();
    for (var bucket = random.nextInt(mostEmpty);
        bucket < Buckets.COUNT && put.size() < 3_000;
        bucket += 1 + random.nextInt(mostEmpty)) {
      put.put(bucket, 1 + random.nextLong(mostSamples));
    }
    put.put(Buckets.COUNT - 1, Long.MAX_VALUE / 4);
    put.forEach(packing::add);
    var overflow = random.nextBoolean() ? 0 : random.nextLong(Long.MAX_VALUE / 4);

    var packed = packing.histogram(overflow);
    sum.add(packed);

    assertThat(walked(packed)).isEqualTo(put);
    assertThat(packed.count()).isEqualTo(put.values().stream().mapToLong(Long::longValue).sum());
    assertThat(sum.take()).isEqualTo(packed).returns(overflow, LatencyHistogram::overflow);
  }

  @Test
  void bytes_eachMicrosecondOnce_areOneABucket() {
    var latency = LatencyHistogram.ofMicros(LongStream.range(1, 1_001).toArray());

    assertThat(latency.packed()).hasSize(1 + 1_000);
  }

  @Test
  void equals_sameSamplesAndAnotherOverflow_isFalse() {
    var most = LatencyHistogram.HIGHEST_MICROS;

    assertThat(LatencyHistogram.ofMicros(most)).isNotEqualTo(LatencyHistogram.ofMicros(most * 2));
  }

  @Test
  void addTo_eachNumber_addsThatDistributionAlone() {
    var random = new Random(5);
    var latencies =
        IntStream.range(0, 40)
            .<@Nullable LatencyHistogram>mapToObj(
                number ->
                    switch (number % 4) {
                      case 0 -> null;
                      case 1 -> LatencyHistogram.none();
                      default ->
                          LatencyHistogram.ofMicros(
                              random
                                  .longs(1L << (number / 3), 1, LatencyHistogram.HIGHEST_MICROS * 2)
                                  .toArray());
                    })
            .toArray(LatencyHistogram[]::new);

    var packed = PackedLatencies.of(latencies);

    assertThat(packed.size()).isEqualTo(latencies.length);
    for (var number = 0; number < latencies.length; number++) {
      packed.addTo(sum, number);
      var expected = latencies[number] == null ? LatencyHistogram.none() : latencies[number];
      assertThat(sum.take()).isEqualTo(expected);
    }
  }

  @Test
  void addTo_someAtOnce_addsThoseAlone() {
    var packed =
        PackedLatencies.of(
            LatencyHistogram.ofMicros(3),
            LatencyHistogram.ofMicros(5, 5000),
            null,
            LatencyHistogram.ofMicros(7),
            LatencyHistogram.ofMicros(11));

    packed.addTo(sum, 1, 2, 4, 9);

    assertThat(sum.take()).isEqualTo(LatencyHistogram.ofMicros(5, 11, 5000));
  }

  @Test
  void addTo_beyondTheLast_addsNothing() {
    PackedLatencies.of(LatencyHistogram.ofMicros(7)).addTo(sum, 1);
    PackedLatencies.of().addTo(sum, 0);
    PackedLatencies.of(LatencyHistogram.none(), null).addTo(sum, 0);

    assertThat(sum.take()).isEqualTo(LatencyHistogram.none());
  }

  @Test
  void bytes_noSample_areNone() {
    assertThat(PackedLatencies.of(new LatencyHistogram[50]).bytes()).isZero();
  }

  private static Map<Integer, Long> walked(LatencyHistogram latency) {
    var walked = new TreeMap<Integer, Long>();
    for (var cursor = latency.cursor(); cursor.next(); ) {
      walked.put(cursor.bucket(), cursor.count());
    }
    return walked;
  }
}
