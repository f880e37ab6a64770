package ai.hal9.console.alerts;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.View;
import atlantafx.base.controls.Popover;
import java.time.Instant;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** How many alerts fire; a click tells which. */
public final class AlertsBell extends View implements ActionSource {

  private final AlertsModel model;
  private final ObservableValue<Instant> now;
  private final Button button = new Button("0 alerts");
  private final AlertList list = new AlertList();
  private final Popover popover;

  public AlertsBell(AlertsModel model, ObservableValue<Instant> now) {
    this.model = model;
    this.now = now;
    button.setId("alerts");
    button.getStyleClass().addAll("flat", "alerts-bell");
    button.setOnAction(_ -> open());
    Parts.explain(button, "Alerts that fire now; click to see which, and what to do");
    var scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("alert-scroll");
    popover = new Popover(scroll);
    popover.setTitle("Alerts");
    popover.setHeaderAlwaysVisible(false);
    popover.setDetachable(false);
    popover.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
  }

  @Override
  public Parent node() {
    return button;
  }

  @Override
  public List<Action> actions() {
    return List.of(
        new Action(
            "alerts", "Show alerts", Material2OutlinedMZ.NOTIFICATIONS_NONE, "", this::open));
  }

  /** Tells which alerts there are. */
  public void open() {
    list.show(model.groups(), model.failure().get(), now.getValue());
    popover.show(button);
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(() -> model.beat(now.getValue()), now);
    held.observe(this::count, model.groups(), model.failure());
    held.add(model::stop);
    held.add(popover::hide);
  }

  private void count() {
    var firing = model.firing();
    button.setText(firing == 1 ? "1 alert" : firing + " alerts");
    button.setAccessibleText(button.getText() + " firing");
    button.setGraphic(
        Parts.icon(
            firing == 0
                ? Material2OutlinedMZ.NOTIFICATIONS_NONE
                : Material2OutlinedMZ.NOTIFICATIONS_ACTIVE,
            "alert-icon"));
    Parts.style(button, "firing", firing > 0);
    if (popover.isShowing()) {
      list.show(model.groups(), model.failure().get(), now.getValue());
    }
  }
}
