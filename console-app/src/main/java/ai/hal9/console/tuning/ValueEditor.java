package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.ValueType;
import ai.hal9.console.ui.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** Where a value is edited, as its type asks. */
final class ValueEditor {

  private static final String ID = "edit-";
  private static final int BIG_STEP = 10;

  private final TuningParameter parameter;
  private final Consumer<String> wanted;
  private final TextField text = new TextField();
  private final ToggleButton onOff = new ToggleButton();
  private final List<ToggleButton> choices = new ArrayList<>();
  private final HBox root = new HBox();
  private boolean showing;

  /**
   * @param wanted gets every value the user wants, as he types
   */
  ValueEditor(TuningParameter parameter, Consumer<String> wanted) {
    this.parameter = parameter;
    this.wanted = wanted;
    root.getStyleClass().add("value-editor");
    root.setAlignment(Pos.CENTER_RIGHT);
    switch (parameter.type()) {
      case INTEGER, DECIMAL, DURATION -> number();
      case SWITCH -> onOff();
      case CHOICE -> choice();
    }
  }

  Region node() {
    return root;
  }

  /** Whether a node is where some parameter's value is edited. */
  static boolean edits(Node node) {
    return node.getId() != null && node.getId().startsWith(ID);
  }

  void focus() {
    first().requestFocus();
    text.selectAll();
  }

  void show(String value, boolean wrong, boolean changeable) {
    showing = true;
    root.setDisable(!changeable);
    switch (parameter.type()) {
      case INTEGER, DECIMAL, DURATION -> {
        if (!text.getText().strip().equals(value)) {
          text.setText(value);
        }
        Parts.style(text, "wrong", wrong);
      }
      case SWITCH -> {
        onOff.setSelected(value.equals("on"));
        onOff.setText(value);
      }
      case CHOICE -> choices.forEach(button -> button.setSelected(button.getText().equals(value)));
    }
    showing = false;
  }

  private Node first() {
    return switch (parameter.type()) {
      case INTEGER, DECIMAL, DURATION -> text;
      case SWITCH -> onOff;
      case CHOICE -> choices.getFirst();
    };
  }

  private void number() {
    name(text, "");
    text.setPrefColumnCount(7);
    text.setAlignment(Pos.CENTER_RIGHT);
    text.textProperty()
        .addListener(
            _ -> {
              if (!showing) {
                wanted.accept(text.getText());
              }
            });
    if (parameter.type() == ValueType.INTEGER) {
      text.addEventFilter(KeyEvent.KEY_PRESSED, this::step);
    }
    var unit = Parts.label(parameter.type() == ValueType.DURATION ? "" : parameter.unit(), "unit");
    if (parameter.type() == ValueType.DURATION) {
      text.setPromptText("30s");
    }
    root.getChildren().addAll(text, unit);
  }

  /** Up and down count, by ten with shift. */
  private void step(KeyEvent key) {
    var by =
        switch (key.getCode()) {
          case UP -> 1;
          case DOWN -> -1;
          default -> 0;
        };
    var typed = text.getText().strip();
    if (by == 0 || !typed.matches("-?\\d{1,15}")) {
      return;
    }
    key.consume();
    var next = Long.parseLong(typed) + (long) by * (key.isShiftDown() ? BIG_STEP : 1);
    text.setText(Long.toString(Math.clamp(next, (long) parameter.min(), (long) parameter.max())));
    text.end();
  }

  private void onOff() {
    name(onOff, "");
    var knob = new Region();
    knob.getStyleClass().add("knob");
    var track = new StackPane(knob);
    track.getStyleClass().add("track");
    onOff.setGraphic(track);
    onOff.getStyleClass().add("switch");
    onOff.setOnAction(_ -> wanted.accept(onOff.isSelected() ? "on" : "off"));
    root.getChildren().add(onOff);
  }

  private void choice() {
    var group = new ToggleGroup();
    for (var word : parameter.choices()) {
      var button = new ToggleButton(word);
      name(button, "-" + word);
      button.setToggleGroup(group);
      button.setOnAction(
          _ -> {
            button.setSelected(true);
            wanted.accept(word);
          });
      choices.add(button);
    }
    choices.getFirst().getStyleClass().add("left-pill");
    choices.getLast().getStyleClass().add("right-pill");
    root.getChildren().addAll(choices);
  }

  private void name(Node editor, String suffix) {
    editor.setId(ID + parameter.key() + suffix);
    editor.setAccessibleText(
        Parameters.name(parameter.key()) + suffix.replace('-', ' ') + ", " + parameter.allowed());
    editor.setAccessibleHelp(parameter.trades());
  }
}
