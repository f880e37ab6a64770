package ai.hal9.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

  private long nanos;
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Long> doneAt = new ArrayList<>();
  private final Pace pace =
      new Pace(
          Duration.ofMillis(25),
          Duration.ofMillis(200),
          () -> nanos,
          (delay, task) -> waiting.add(new Waiting(nanos + delay.toNanos(), task)),
          () -> doneAt.add(nanos / 1_000_000));

  private record Waiting(long at, Runnable task) {}

  @Test
  void wanted_once_isDoneAMomentLater() {
    pace.want();
    passTo(1_000);

    assertThat(doneAt).containsExactly(25L);
  }

  @Test
  void wanted_byABurst_isDoneOnce() {
    for (var i = 0; i < 20; i++) {
      pace.want();
      passTo(i);
    }
    passTo(1_000);

    assertThat(doneAt).containsExactly(25L);
  }

  @Test
  void wanted_allTheTime_isDoneFiveTimesASecond() {
    for (var millis = 0; millis <= 1_000; millis++) {
      passTo(millis);
      pace.want();
    }

    assertThat(doneAt).containsExactly(25L, 225L, 425L, 625L, 825L);
  }

  @Test
  void wanted_everyQuarterSecond_isNeverLate() {
    for (var millis = 0; millis <= 750; millis += 250) {
      passTo(millis);
      pace.want();
    }
    passTo(1_000);

    assertThat(doneAt).containsExactly(25L, 275L, 525L, 775L);
  }

  private void passTo(long millis) {
    var due =
        waiting.stream()
            .filter(each -> each.at() <= millis * 1_000_000)
            .sorted(Comparator.comparingLong(Waiting::at))
            .toList();
    waiting.removeAll(due);
    for (var each : due) {
      nanos = each.at();
      each.task().run();
    }
    nanos = millis * 1_000_000;
  }
}
