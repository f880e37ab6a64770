package ai.hal9.api.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {

  private static final double[] PERCENTILES = {0, 1, 10, 50, 75, 90, 95, 99, 99.9, 99.99, 100};

  @Test
  void micros_skewedNodesMerged_equalThePooledExactAnswer() {
    var random = new Random(7);
    var fast = random.longs(20_000, 200, 2_000).toArray();
    var slow = random.longs(700, 150_000, 900_000).toArray();
    var idle = random.longs(30, 10, 40).toArray();
    var pooled = LongStream.of(fast);
    pooled = LongStream.concat(pooled, LongStream.of(slow));
    var sorted = LongStream.concat(pooled, LongStream.of(idle)).sorted().toArray();

    var merged =
        LatencyHistogram.merged(
            List.of(
                LatencyHistogram.ofMicros(fast),
                LatencyHistogram.ofMicros(slow),
                LatencyHistogram.ofMicros(idle)));

    for (var percentile : new double[] {50, 90, 95, 99, 99.9}) {
      var exact = sorted[(int) Math.ceil(percentile / 100 * sorted.length) - 1];
      assertThat((double) merged.micros(percentile))
          .isCloseTo((double) exact, within(exact / 1_000.0 + 1));
    }
    assertThat(merged.count()).isEqualTo(sorted.length);
  }

  @Test
  void micros_skewedNodes_differFromTheAverageOfTheirPercentiles() {
    var fast = LatencyHistogram.ofMicros(LongStream.generate(() -> 1_000).limit(9_900).toArray());
    var slow = LatencyHistogram.ofMicros(LongStream.generate(() -> 900_000).limit(50).toArray());

    assertThat(fast.plus(slow).millis(99)).isCloseTo(1, within(0.01));
    assertThat((fast.millis(99) + slow.millis(99)) / 2).isGreaterThan(450);
  }

  @Test
  void micros_anyDistribution_areHdrHistogramsAndNeverFallWithThePercentile() {
    for (var seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var samples =
          LongStream.generate(() -> (long) Math.exp(random.nextDouble() * 20))
              .limit(1 + random.nextInt(3_000))
              .toArray();
      var oracle =
          new Histogram(1, LatencyHistogram.HIGHEST_MICROS, LatencyHistogram.SIGNIFICANT_DIGITS);
      LongStream.of(samples).forEach(oracle::recordValue);

      var latency = LatencyHistogram.ofMicros(samples);

      assertThat(Arrays.stream(PERCENTILES).mapToLong(latency::micros))
          .containsExactly(
              Arrays.stream(PERCENTILES)
                  .mapToLong(oracle::getValueAtPercentile)
                  .boxed()
                  .toArray(Long[]::new));
      assertThat(Arrays.stream(PERCENTILES).mapToLong(latency::micros).boxed().toList()).isSorted();
      assertThat(latency.micros(100)).isEqualTo(latency.maxMicros());
      assertThat(latency.maxMicros()).isEqualTo(oracle.getMaxValue());
      assertThat(latency.meanMicros()).isCloseTo(oracle.getMean(), within(oracle.getMean() / 1e9));
      assertThat(latency.countAtMost(5_000)).isEqualTo(oracle.getCountBetweenValues(0, 5_000));
    }
  }

  @Test
  void overflow_samplesBeyondTheRange_areCountedAndKeptAtItsEnd() {
    var beyond = LatencyHistogram.HIGHEST_MICROS * 3;

    var latency = LatencyHistogram.ofMicros(10, 20, beyond, beyond);

    assertThat(latency.overflow()).isEqualTo(2);
    assertThat(latency.count()).isEqualTo(4);
    assertThat(latency.micros(99)).isGreaterThanOrEqualTo(LatencyHistogram.HIGHEST_MICROS);
    assertThat(latency.plus(latency).overflow()).isEqualTo(4);
  }

  @Test
  void decoded_whatWasEncoded_isEqual() {
    var random = new Random(3);
    var latency =
        LatencyHistogram.ofMicros(
            random.longs(5_000, 0, LatencyHistogram.HIGHEST_MICROS * 11 / 10).toArray());

    for (var each : List.of(latency, LatencyHistogram.none())) {
      assertThat(LatencyHistogram.decoded(each.encoded())).isEqualTo(each);
      assertThat(LatencyHistogram.decoded(each.encodedPlainly())).isEqualTo(each);
    }
  }

  @Test
  void encoded_anyDistribution_isWhatHdrHistogramWrites() {
    var random = new Random(5);
    for (var samples :
        List.of(
            new long[] {0},
            new long[] {1, 3, 3, 3, 9},
            new long[] {LatencyHistogram.HIGHEST_MICROS},
            random.longs(100, 0, 300).toArray(),
            random.longs(20_000, 0, 5_000).toArray(),
            random.longs(5_000, 0, LatencyHistogram.HIGHEST_MICROS).toArray(),
            random.longs(300_000, 40, 44).toArray())) {
      var histogram = LatencyHistogram.empty();
      LongStream.of(samples).forEach(histogram::recordValue);
      var latency = LatencyHistogram.ofMicros(samples);
      var room = histogram.getNeededByteBufferCapacity();
      var compressed = ByteBuffer.allocate(room);
      histogram.encodeIntoCompressedByteBuffer(compressed, Deflater.BEST_SPEED);
      var plain = ByteBuffer.allocate(room);
      histogram.encodeIntoByteBuffer(plain);

      assertThat(latency.encoded()).isEqualTo("0:" + base64(compressed));
      assertThat(latency.encodedPlainly()).isEqualTo("0:" + base64(plain));
    }
  }

  private static String base64(ByteBuffer filled) {
    return StandardCharsets.US_ASCII.decode(Base64.getEncoder().encode(filled.flip())).toString();
  }

  @Test
  void decoded_nonsense_isRefused() {
    for (var text :
        List.of("", "0:", "0:AAAA", "x:HISTFAAAAA", "0:HISTEw", "0:HISTEwAAAH8AAAAA", "no colon")) {
      assertThatThrownBy(() -> LatencyHistogram.decoded(text))
          .isInstanceOf(TelemetryException.class);
    }
  }

  @Test
  void decoded_anotherConfiguration_isRefused() {
    var coarse = new Histogram(1, LatencyHistogram.HIGHEST_MICROS, 2);
    coarse.recordValue(5);
    var buffer = ByteBuffer.allocate(coarse.getNeededByteBufferCapacity());
    var length = coarse.encodeIntoCompressedByteBuffer(buffer);
    var bytes = Arrays.copyOf(buffer.array(), length);

    assertThatThrownBy(
            () -> LatencyHistogram.decoded("0:" + Base64.getEncoder().encodeToString(bytes)))
        .isInstanceOf(TelemetryException.class)
        .hasMessageContaining("another configuration");
  }

  @Test
  void supports_tooFewSamplesBeyondThePercentile_isFalse() {
    var two = LatencyHistogram.ofMicros(LongStream.range(0, 200).toArray());

    assertThat(two.supports(95)).isTrue();
    assertThat(two.supports(99)).isFalse();
    assertThat(two.supports(99.9)).isFalse();
  }

  @Test
  void none_asked_isZeroThroughout() {
    var none = LatencyHistogram.none();

    assertThat(none.count()).isZero();
    assertThat(none.micros(99)).isZero();
    assertThat(none.maxMicros()).isZero();
    assertThat(none.meanMicros()).isZero();
    assertThat(none.countAtMost(1_000)).isZero();
  }
}
