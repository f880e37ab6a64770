package ai.hal9.console.shell;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Parts;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import org.jspecify.annotations.Nullable;

/** Keyboard shortcuts. */
final class Keys {

  private Keys() {}

  /**
   * What a key asks for, by an action's id; {@code search} for the one that {@link #finds}; empty
   * when it is no shortcut of the window's.
   */
  static String action(KeyEvent key, @Nullable Node focus, List<Screen> screens) {
    var typing = focus instanceof TextInputControl;
    if (key.isShortcutDown()) {
      return switch (key.getCode()) {
        case K -> "palette";
        case Q -> "close";
        default -> screen(key, screens);
      };
    }
    return switch (key.getCode()) {
      case ESCAPE -> "back";
      case F1 -> "about";
      // a button that has the focus takes the space bar for itself
      case SPACE -> typing || focus instanceof ButtonBase ? "" : "pause";
      case SLASH -> typing ? "" : key.isShiftDown() ? "keys" : "search";
      default -> typing ? "" : text(key.getText());
    };
  }

  private static String screen(KeyEvent key, List<Screen> screens) {
    var digit = key.getCode().isDigitKey() ? Integer.parseInt(key.getCode().getChar()) : 0;
    return digit > 0 && digit <= screens.size() ? "screen-" + screens.get(digit - 1).id() : "";
  }

  /** Where a keyboard has these elsewhere. */
  private static String text(String typed) {
    return switch (typed) {
      case "?" -> "keys";
      case "/" -> "search";
      default -> "";
    };
  }

  /** Whether an action leads to where something is looked for on a screen. */
  static boolean finds(Action action) {
    return List.of(action.keys().split(" or ")).contains("/");
  }

  /** Whether a key is an action's shortcut here: a bare letter is none while someone types. */
  static boolean mean(KeyEvent key, @Nullable Node focus, Action action) {
    return Stream.of(action.keys().split(" or "))
        .filter(written -> !written.isEmpty())
        .anyMatch(
            written ->
                written.length() == 1
                    ? !(focus instanceof TextInputControl) && written.equals(key.getText())
                    : KeyCombination.valueOf(written).match(key));
  }

  /** All of them, as a table for reading. */
  static Node table(List<Action> actions) {
    var table = new GridPane();
    table.getStyleClass().add("keys-table");
    var row = 0;
    for (var action : actions) {
      if (!action.keys().isEmpty()) {
        table.addRow(row++, Parts.label(action.keys(), "keys"), Parts.label(action.words()));
      }
    }
    return table;
  }
}
