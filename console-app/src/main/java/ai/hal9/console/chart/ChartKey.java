package ai.hal9.console.chart;

import ai.hal9.console.ui.LocalKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The keys of the chart that has the focus. */
public enum ChartKey {
  EARLIER("Left", "Move the crosshair of the chart in focus one step back"),
  LATER("Right", "Move the crosshair of the chart in focus one step on"),
  MARK_EARLIER("Shift+Left", "Mark a stretch from the crosshair back"),
  MARK_LATER("Shift+Right", "Mark a stretch from the crosshair on"),
  ZOOM("Enter", "Zoom all charts into the stretch marked"),
  CLOSER("+", "Zoom all charts in about the crosshair"),
  WIDER("-", "Zoom all charts out about the crosshair"),
  EXPORT("Ctrl+E", "Export the chart in focus as PNG");

  private final String keys;
  private final String words;

  ChartKey(String keys, String words) {
    this.keys = keys;
    this.words = words;
  }

  /** As written on screen. */
  String keys() {
    return keys;
  }

  /** All of them, for reading. */
  public static List<LocalKey> all() {
    return Arrays.stream(values()).map(key -> new LocalKey(key.keys, key.words)).toList();
  }

  /** The one that was pressed; empty when it is none of them. */
  static Optional<ChartKey> of(KeyEvent pressed) {
    return Arrays.stream(values()).filter(key -> key.pressed(pressed)).findFirst();
  }

  private boolean pressed(KeyEvent key) {
    return switch (this) {
      // on many keyboards a shifted one, on the number pad a key of its own
      case CLOSER -> key.getText().equals(keys) || key.getCode() == KeyCode.ADD;
      case WIDER -> key.getText().equals(keys) || key.getCode() == KeyCode.SUBTRACT;
      case EARLIER, LATER, MARK_EARLIER, MARK_LATER, ZOOM, EXPORT ->
          KeyCombination.valueOf(keys).match(key);
    };
  }
}
