package ai.hal9.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SignalIdsTest {

  private static final Instant NOW = Instant.parse("2025-11-30T23:59:59.999Z");

  @Test
  void ids_ofOneMillisecond_areDistinctIncreasingAndOfVersion7() {
    var ids = new SignalIds(InstantSource.fixed(NOW), 1);
    var seen = new HashSet<>();
    var previous = ids.next();
    seen.add(previous);
    assertThat(SignalIds.millis(previous)).isEqualTo(NOW.toEpochMilli());
    for (var i = 1; i < 10_000; i++) {
      var id = ids.next();
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.toString()).isGreaterThan(previous.toString());
      assertThat(seen.add(id)).isTrue();
      previous = id;
    }
    assertThat(SignalIds.millis(previous)).isBetween(NOW.toEpochMilli(), NOW.toEpochMilli() + 2);
  }

  @Test
  void ids_ofTwoSeeds_differInTheSameMillisecond() {
    assertThat(new SignalIds(InstantSource.fixed(NOW), 1).next())
        .isNotEqualTo(new SignalIds(InstantSource.fixed(NOW), 2).next());
  }

  @Test
  void ids_afterAClockThatWasAheadIsSetBack_areOfItsTimeAndNoneIsGivenTwice() {
    var ahead = NOW.plusSeconds(3600);
    var now = new AtomicReference<>(ahead);
    var ids = new SignalIds(now::get, 1);
    var seen = new HashSet<>();
    for (var i = 0; i < 100; i++) {
      seen.add(ids.next());
    }
    now.set(NOW);
    assertThat(SignalIds.millis(ids.next())).isEqualTo(NOW.toEpochMilli());
    now.set(ahead);
    for (var i = 0; i < 100; i++) {
      assertThat(seen.add(ids.next())).isTrue();
    }
  }

  @Test
  void ids_afterAClockIsSetBackALittle_stillIncrease() {
    var now = new AtomicReference<>(NOW);
    var ids = new SignalIds(now::get, 1);
    var before = ids.next();
    now.set(NOW.minusSeconds(4));
    assertThat(ids.next().toString()).isGreaterThan(before.toString());
  }
}
