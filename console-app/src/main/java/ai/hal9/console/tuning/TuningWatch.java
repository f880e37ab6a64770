package ai.hal9.console.tuning;

import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Refresh;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * What the nodes say of their tuning, asked anew whenever it is wanted. An answer to a question put
 * before a change was made here is not believed: it may be older than the change.
 */
final class TuningWatch {

  private final Refresh<Reading> refresh;
  private final Runnable news;
  private final ReadOnlyObjectWrapper<ClusterTuning> known =
      new ReadOnlyObjectWrapper<>(ClusterTuning.NONE);
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final AtomicInteger epoch = new AtomicInteger();

  /** What was read, and whether something was changed since the question was put. */
  private record Reading(int epoch, ClusterTuning tuning) {}

  /**
   * @param news told when the nodes say something else than before
   */
  TuningWatch(TuningDesk desk, Background background, Runnable news) {
    this.news = news;
    refresh =
        new Refresh<>(
            background,
            () -> new Reading(epoch.get(), desk.read()),
            this::read,
            problem -> failure.set(Notices.words(problem)));
  }

  /** What they said last. */
  ReadOnlyObjectProperty<ClusterTuning> known() {
    return known.getReadOnlyProperty();
  }

  /** Why nothing new is known, or of whom; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  void want() {
    refresh.want();
  }

  void stop() {
    refresh.stop();
  }

  /**
   * A change was sent.
   *
   * @param after the cluster as it was then, if it could be asked
   */
  void changed(Optional<ClusterTuning> after) {
    epoch.incrementAndGet();
    after.ifPresent(known::set);
  }

  private void read(Reading reading) {
    if (reading.epoch() != epoch.get()) {
      return;
    }
    failure.set(reading.tuning().silence());
    if (!reading.tuning().equals(known.get())) {
      known.set(reading.tuning());
      news.run();
    }
  }
}
