package ai.hal9.console.board;

import ai.hal9.console.chart.Sparkline;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Parts;
import ai.hal9.dashboards.model.Bound;
import ai.hal9.dashboards.model.Panel;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One number with its shape of the last minute and its target. */
final class Tile extends VBox {

  private final Label value = Parts.label("–", "tile-value");
  private final Label client = Parts.label("", "tile-client");
  private final Label change = Parts.label("", "tile-change");
  private final Label state = Parts.label("", "tile-state");
  private final FontIcon icon = Parts.icon(Health.UNKNOWN.icon(), "tile-icon");
  private final Label target = Parts.label("", "tile-target");
  private final HBox verdict = new HBox(icon, state, Parts.filler(), target);
  private final Sparkline spark = new Sparkline();
  private final Label label;
  private final Label beside = Parts.label("", "tile-client");
  private final Runnable explain;
  private Health shown = Health.UNKNOWN;

  /**
   * @param explain goes to what explains it
   */
  Tile(Panel.Tile panel, Runnable explain) {
    label = Parts.label(panel.title(), "tile-label");
    this.explain = explain;
    setId("tile-" + panel.id());
    getStyleClass().addAll("card", "tile", shown.tone().style());
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.BUTTON);
    setAccessibleText(panel.title() + ": no value yet");
    setAccessibleHelp("Goes to what explains it");
    setOnMouseClicked(_ -> explain.run());
    setOnKeyPressed(
        key -> {
          if (key.getCode() == KeyCode.ENTER) {
            explain.run();
          }
        });
    value.setMinWidth(USE_PREF_SIZE);
    HBox.setHgrow(spark, Priority.ALWAYS);
    var middle = new HBox(value, spark);
    middle.getStyleClass().add("tile-middle");
    var head = new HBox(label, Parts.filler(), beside);
    head.setAlignment(Pos.BASELINE_LEFT);
    beside.setMinWidth(USE_PREF_SIZE);
    var compared = new HBox(change, Parts.filler(), client);
    compared.setAlignment(Pos.BASELINE_LEFT);
    verdict.setAlignment(Pos.CENTER_LEFT);
    verdict.getStyleClass().add("tile-verdict");
    getChildren().addAll(head, middle, compared, verdict);
  }

  void show(TileState tile) {
    label.setText(tile.title());
    value.setText(tile.text());
    Parts.style(value, "weak", tile.weak());
    beside.setText(tile.besideText());
    client.setText(tile.clientText());
    change.setText(tile.change());
    Parts.explain(this, tile.hover());
    target.setText(tile.target());
    spark.show(tile.spark(), tile.top(), tile.bound().map(Bound::value));
    var judged = tile.bound().isPresent() || tile.weak();
    icon.setVisible(judged);
    icon.setManaged(judged);
    state.setText(tile.verdict());
    judge(tile.health());
    setAccessibleText(
        Stream.of(
                tile.title() + " " + tile.text(),
                tile.besideText(),
                tile.clientText(),
                tile.change(),
                tile.verdict(),
                tile.target())
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining(", ")));
  }

  @Override
  public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
    if (action == AccessibleAction.FIRE) {
      explain.run();
    } else {
      super.executeAccessibleAction(action, parameters);
    }
  }

  private void judge(Health health) {
    if (health != shown) {
      getStyleClass().remove(shown.tone().style());
      shown = health;
      getStyleClass().add(health.tone().style());
      icon.setIconCode(health.icon());
    }
  }
}
