package ai.hal9.console.shell;

import ai.hal9.console.ui.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** News that pass: in the corner for six seconds, or until clicked away. */
final class Toasts extends VBox {

  private static final Duration STAY = Duration.ofSeconds(6);
  private static final int MOST = 4;

  private final ObservableValue<Instant> now;
  private final List<Instant> until = new ArrayList<>();

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
    add(Parts.icon(Material2OutlinedAL.INFO, "card-icon"), words);
  }

  /** Something is wrong. */
  void warn(String words) {
    add(Parts.icon(Material2OutlinedMZ.WARNING, "bad-icon"), words);
  }

  private void add(FontIcon icon, String words) {
    if (getChildren().size() == MOST) {
      remove(0);
    }
    var toast = new HBox(icon, Parts.label(words));
    toast.getStyleClass().addAll("card", "toast");
    toast.setMaxWidth(USE_PREF_SIZE);
    toast.setOnMouseClicked(_ -> remove(getChildren().indexOf(toast)));
    getChildren().add(toast);
    until.add(now.getValue().plus(STAY));
  }

  private void drop() {
    var time = now.getValue();
    // one that would stay longer is of a clock that was set back since
    while (!until.isEmpty()
        && (until.getFirst().isBefore(time) || until.getFirst().isAfter(time.plus(STAY)))) {
      remove(0);
    }
  }

  private void remove(int index) {
    if (index >= 0) {
      getChildren().remove(index);
      until.remove(index);
    }
  }
}
