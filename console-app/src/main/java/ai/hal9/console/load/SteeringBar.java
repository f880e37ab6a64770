package ai.hal9.console.load;

import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.loading.LoadStatus;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Parts;
import ai.hal9.sim.chart.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/**
 * Takes a run off its schedule while it goes on: a slider and a number, which follow each other.
 */
final class SteeringBar extends VBox {

  private final Slider slider = new Slider();
  private final TextField number = new TextField();
  private final Label unit = Parts.label("", "muted");
  private final Label note = Parts.label("", "tile-change");
  private final Button hold;
  private final Button follow;
  private final LongConsumer steer;
  private String shown = "";

  /**
   * @param steer holds a load
   * @param back goes back to the schedule
   */
  SteeringBar(LongConsumer steer, Runnable back) {
    super(6);
    this.steer = steer;
    slider.setId("steer-slider");
    slider.setPrefWidth(160);
    slider.setMinWidth(120);
    slider.setAccessibleText("Load to hold");
    number.setId("steer-number");
    number.setPrefColumnCount(6);
    number.setAccessibleText("Load to hold, as a number");
    hold = Parts.button("steer", "Hold this load", Material2OutlinedMZ.TUNE, this::steer);
    Parts.explain(
        hold,
        "Leaves the schedule and holds this load until its end. The report says that the run was"
            + " steered, when and to what.");
    follow = Parts.button("follow", "Back to schedule", Material2OutlinedMZ.RESTORE, back);
    Parts.explain(
        follow,
        "Goes on where the schedule is by now. The report still says that the run was steered.");
    slider
        .valueProperty()
        .addListener(
            _ -> {
              if (slider.isFocused() || slider.isValueChanging() || slider.isPressed()) {
                number.setText(Long.toString(Math.round(slider.getValue())));
              }
            });
    // a slider let go of means it
    slider
        .valueChangingProperty()
        .addListener(
            _ -> {
              if (!slider.isValueChanging()) {
                steer();
              }
            });
    number
        .textProperty()
        .addListener(
            _ -> {
              if (!slider.isValueChanging()) {
                value().ifPresent(typed -> slider.setValue((double) typed));
              }
              hold.setDisable(value().isEmpty());
            });
    number.setOnAction(_ -> steer());
    var row = new HBox(8, slider, number, unit, hold);
    row.setAlignment(Pos.CENTER_LEFT);
    unit.setMinWidth(USE_PREF_SIZE);
    hold.setMinWidth(USE_PREF_SIZE);
    note.setMinWidth(USE_PREF_SIZE);
    var below = new HBox(8, note, follow);
    below.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(Parts.label("Steer the load", "field-label"), row, below);
    setMinWidth(USE_PREF_SIZE);
  }

  private OptionalLong value() {
    try {
      var typed = Long.parseLong(number.getText().strip().replace(",", ""));
      return typed < 0 || typed > slider.getMax() ? OptionalLong.empty() : OptionalLong.of(typed);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private void steer() {
    value().ifPresent(steer);
  }

  /** What can be steered now, for the command palette. */
  List<Action> actions() {
    if (!isVisible()) {
      return List.of();
    }
    var all = new ArrayList<Action>();
    all.add(
        new Action(
            "choose-load",
            "Choose a load to hold",
            Material2OutlinedMZ.TUNE,
            "",
            () -> {
              number.requestFocus();
              number.selectAll();
            }));
    value()
        .ifPresent(
            chosen ->
                all.add(
                    new Action(
                        "hold-load",
                        "Hold the load at %s %s".formatted(Quantity.exact(chosen), unit.getText()),
                        Material2OutlinedMZ.TUNE,
                        "",
                        () -> steer.accept(chosen))));
    return all;
  }

  void show(LoadStatus status) {
    var busy = status.phase().sending() && status.scenario().isPresent();
    setVisible(busy);
    setManaged(busy);
    if (!busy) {
      shown = "";
      return;
    }
    var scenario = status.scenario().get();
    var which = scenario.name() + status.phase().busy();
    if (!shown.equals(which)) {
      shown = which;
      slider.setMax((double) LoadDesk.most(scenario));
      var level =
          scenario.executor().start() > 0
              ? scenario.executor().start()
              : scenario.executor().peak();
      number.setText(Long.toString(level));
      unit.setText(LoadStatus.unit(scenario.executor()));
    }
    follow.setVisible(status.steered().isPresent());
    follow.setManaged(follow.isVisible());
    note.setText(
        status.steered().isPresent()
            ? "Held at %s %s by hand."
                .formatted(
                    Quantity.exact(status.steered().getAsLong()),
                    LoadStatus.unit(scenario.executor()))
            : "Follows the schedule. At most %s."
                .formatted(Quantity.exact(LoadDesk.most(scenario))));
  }
}
