package ai.hal9.console.overview;

import ai.hal9.console.chart.Sparkline;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Parts;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One number with its shape of the last minute and its target. */
final class Tile extends VBox {

  private final Label value = Parts.label("–", "tile-value");
  private final Label change = Parts.label("", "tile-change");
  private final Label state = Parts.label("", "tile-state");
  private final FontIcon icon = Parts.icon(Health.UNKNOWN.icon(), "tile-icon");
  private final Label target = Parts.label("", "tile-target");
  private final HBox verdict = new HBox(icon, state, Parts.filler(), target);
  private final Sparkline spark = new Sparkline();
  private final Tooltip hover = new Tooltip();
  private final boolean judged;
  private Health shown = Health.UNKNOWN;

  /**
   * @param explain goes to the chart that explains it
   */
  Tile(TileSpec spec, Runnable explain) {
    setId("tile-" + spec.id());
    getStyleClass().addAll("card", "tile");
    setFocusTraversable(true);
    setOnMouseClicked(_ -> explain.run());
    setOnKeyPressed(
        key -> {
          if (key.getCode() == KeyCode.ENTER) {
            explain.run();
          }
        });
    var numbers = new VBox(value, change);
    HBox.setHgrow(spark, Priority.ALWAYS);
    var middle = new HBox(numbers, spark);
    middle.getStyleClass().add("tile-middle");
    verdict.setAlignment(Pos.CENTER_LEFT);
    verdict.getStyleClass().add("tile-verdict");
    target.setText(spec.goal().words(spec.unit()));
    judged = spec.goal().kind() != Goal.Kind.NONE;
    icon.setVisible(judged);
    icon.setManaged(judged);
    hover.setWrapText(true);
    hover.setMaxWidth(360);
    Tooltip.install(this, hover);
    getChildren().addAll(Parts.label(spec.label(), "tile-label"), middle, verdict);
    judge(Health.UNKNOWN);
  }

  void show(TileState tile) {
    value.setText(tile.spec().unit().text(tile.value()));
    change.setText(tile.change());
    hover.setText(tile.hover());
    spark.show(tile.spark());
    judge(tile.health());
    setAccessibleText(
        "%s %s, %s".formatted(tile.spec().label(), value.getText(), tile.health().word()));
  }

  private void judge(Health health) {
    if (health == shown && !state.getText().isEmpty()) {
      return;
    }
    getStyleClass().remove(shown.tone().style());
    shown = health;
    getStyleClass().add(health.tone().style());
    icon.setIconCode(health.icon());
    state.setText(judged ? health.word() : "no target");
  }
}
