package ai.hal9.console.shell;

import ai.hal9.console.ui.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** News that pass: in the corner for some seconds, or until clicked away. */
final class Toasts extends VBox {

  private static final Duration STAY = Duration.ofSeconds(6);

  /** Of news there is something to be done about. */
  private static final Duration STAY_OFFERING = Duration.ofSeconds(10);

  private static final int MOST = 4;

  private final ObservableValue<Instant> now;
  private final List<Shown> shown = new ArrayList<>();

  private record Shown(HBox toast, Instant until) {}

  /**
   * What can be done about news.
   *
   * @param words on its button
   */
  record Offer(String words, Runnable run) {}

  Toasts(ObservableValue<Instant> now) {
    this.now = now;
    setId("toasts");
    getStyleClass().add("toasts");
    setAlignment(Pos.BOTTOM_RIGHT);
    setPickOnBounds(false);
    now.addListener(_ -> drop());
  }

  /** Something that was asked for is done. */
  void tell(String words) {
    add(false, words, STAY, List.of());
  }

  /** Something is wrong. */
  void warn(String words) {
    add(true, words, STAY, List.of());
  }

  /**
   * Something is done or has happened, of which more can be seen.
   *
   * @param bad whether something is wrong
   */
  void offer(boolean bad, String words, Offer more) {
    add(bad, words, STAY_OFFERING, List.of(more));
  }

  private void add(boolean bad, String words, Duration stay, List<Offer> offers) {
    if (shown.size() == MOST) {
      remove(shown.getFirst().toast());
    }
    var label = Parts.label(words, "toast-words");
    label.setWrapText(true);
    var toast =
        new HBox(
            bad
                ? Parts.icon(Material2OutlinedMZ.WARNING, "bad-icon")
                : Parts.icon(Material2OutlinedAL.INFO, "card-icon"),
            label);
    for (var offer : offers) {
      var button = new Button(offer.words());
      button.getStyleClass().addAll("flat", "small", "accent");
      button.setMinWidth(USE_PREF_SIZE);
      // the keyboard has it in the palette, and Tab does not stop at what passes
      button.setFocusTraversable(false);
      button.setOnAction(
          _ -> {
            remove(toast);
            offer.run().run();
          });
      toast.getChildren().add(button);
    }
    toast.getStyleClass().addAll("card", "toast");
    toast.setMaxWidth(USE_PREF_SIZE);
    toast.setOnMouseClicked(_ -> remove(toast));
    getChildren().add(toast);
    shown.add(new Shown(toast, now.getValue().plus(stay)));
  }

  private void drop() {
    var time = now.getValue();
    for (var each : List.copyOf(shown)) {
      // one that would stay longer is of a clock that was set back since
      if (each.until().isBefore(time) || each.until().isAfter(time.plus(STAY_OFFERING))) {
        remove(each.toast());
      }
    }
  }

  private void remove(HBox toast) {
    getChildren().remove(toast);
    shown.removeIf(each -> each.toast().equals(toast));
  }
}
