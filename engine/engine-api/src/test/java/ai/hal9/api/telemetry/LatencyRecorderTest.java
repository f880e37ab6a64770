package ai.hal9.api.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LatencyRecorderTest {

  @Test
  void swap_hundredTimesUnderFourThreads_losesAndDoublesNoSample() throws InterruptedException {
    var recorder = new LatencyRecorder();
    var recorded = new AtomicLong();
    var swapped = new CountDownLatch(100);
    var threads =
        IntStream.range(0, 4)
            .mapToObj(
                number ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              while (swapped.getCount() > 0) {
                                recorder.recordNanos((number + 1) * 1_000_000L);
                                recorded.incrementAndGet();
                              }
                            }))
            .toList();

    var total = LatencyHistogram.none();
    for (var swap = 0; swap < 100; swap++) {
      var before = recorded.get();
      while (recorded.get() < before + 50) {
        Thread.onSpinWait();
      }
      total = total.plus(recorder.swap());
      swapped.countDown();
    }
    for (var thread : threads) {
      thread.join();
    }
    total = total.plus(recorder.swap());

    assertThat(total.count()).isEqualTo(recorded.get());
    assertThat(total.maxMicros()).isBetween(4_000L, 4_004L);
    assertThat(recorder.swap().count()).isZero();
  }

  @Test
  void recordNanos_belowZeroOrBeyondTheRange_isCounted() {
    var recorder = new LatencyRecorder();

    recorder.recordNanos(-5);
    recorder.recordNanos(Long.MAX_VALUE);
    var latency = recorder.swap();

    assertThat(latency.count()).isEqualTo(2);
    assertThat(latency.overflow()).isEqualTo(1);
    assertThat(latency.countAtMost(0)).isEqualTo(1);
    assertThat(recorder.swap().overflow()).isZero();
  }

  @Test
  void swap_afterEveryPowerOfTwoAndItsNeighbours_hasEachOnceInItsBucket() {
    var recorder = new LatencyRecorder();
    var expected = new LatencyTally();
    for (var interval = 0; interval < 2; interval++) {
      for (var micros = 1L; micros < LatencyHistogram.HIGHEST_MICROS; micros *= 2) {
        for (var near = micros - 1; near <= micros + 1; near++) {
          recorder.recordNanos(near * 1_000);
          expected.recordMicros(near);
        }
      }
      assertThat(recorder.swap()).isEqualTo(expected.swap());
    }
    assertThat(recorder.swap().count()).isZero();
  }
}
