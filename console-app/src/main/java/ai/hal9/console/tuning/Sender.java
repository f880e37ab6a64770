package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.SimException;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends changes to the cluster and looks at it afterwards, off the UI thread. */
final class Sender {

  private final TuningDesk desk;
  private final Background background;

  Sender(TuningDesk desk, Background background) {
    this.desk = desk;
    this.background = background;
  }

  /**
   * What became of a change.
   *
   * @param outcome what the cluster says
   * @param after the cluster as it was then, if it could be asked
   */
  record Sent(TuningOutcome outcome, Optional<ClusterTuning> after) {}

  void send(
      Target target,
      TuningChange change,
      Consumer<? super Sent> done,
      Consumer<? super Exception> failed) {
    var _ = background.run(() -> new Sent(desk.apply(target, change), look()), done, failed);
  }

  private Optional<ClusterTuning> look() throws InterruptedException {
    try {
      return Optional.of(desk.read());
    } catch (SimException e) {
      return Optional.empty();
    }
  }
}
