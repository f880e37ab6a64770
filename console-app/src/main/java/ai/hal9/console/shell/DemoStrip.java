package ai.hal9.console.shell;

import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.View;
import java.time.Instant;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One line beneath the top bar: how a demo's load goes. */
final class DemoStrip extends View {

  private final DemoModel model;
  private final ObservableValue<Instant> now;
  private final HBox root = new HBox();

  DemoStrip(DemoModel model, ObservableValue<Instant> now) {
    this.model = model;
    this.now = now;
    var icon = new FontIcon(Health.UNKNOWN.icon());
    var stage = Parts.label("", "demo-stage");
    stage.setId("demo-stage");
    stage.textProperty().bind(model.stage());
    var figures = Parts.label("", "demo-figures");
    figures.setId("demo-figures");
    figures.textProperty().bind(model.figures());
    model
        .health()
        .subscribe(
            health -> {
              icon.setIconCode(health.icon());
              for (var each : Health.values()) {
                Parts.style(root, each.tone().style(), each == health);
              }
            });
    root.setId("demo");
    root.getStyleClass().add("demo-strip");
    root.setAlignment(Pos.CENTER_LEFT);
    root.getChildren().addAll(icon, stage, figures);
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(model::look, now);
  }
}
