package ai.hal9.console.chart;

import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Saving;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;

/**
 * What all charts share.
 *
 * @param time which stretch they show
 * @param now the present, as it moves
 * @param heard the stretch there are data of
 * @param logarithmic the charts whose value axis goes by powers of ten, by id
 * @param saving where exports go
 */
public record ChartContext(
    SharedTime time,
    ObservableValue<Instant> now,
    Supplier<Optional<Window>> heard,
    ObservableSet<String> logarithmic,
    Saving saving) {

  /** What is on screen now. */
  public Window visible() {
    return time.visible(now.getValue(), heard.get());
  }

  /** What single numbers beside the charts are of. */
  public Moment moment() {
    return new Moment(time.pausedAt().get(), time.zoomed().get() != null);
  }

  /** What is on screen out of all zooms. */
  Window unzoomed() {
    return time.unzoomed(now.getValue(), heard.get());
  }

  /** Draws again when a chart's value axis is to be of the other kind, until the bag is emptied. */
  void whenScaled(Bag held, Runnable draw) {
    SetChangeListener<String> scaled = _ -> draw.run();
    logarithmic.addListener(scaled);
    held.add(() -> logarithmic.removeListener(scaled));
  }
}
