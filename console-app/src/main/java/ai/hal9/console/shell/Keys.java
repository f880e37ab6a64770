package ai.hal9.console.shell;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.LocalKey;
import ai.hal9.console.ui.Parts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.ScrollPane;
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
      // a button or a choice that has the focus takes the space bar for itself
      case SPACE ->
          typing || focus instanceof ButtonBase || focus instanceof ComboBoxBase ? "" : "pause";
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
    return written(action.keys()).anyMatch("/"::equals);
  }

  /**
   * Whether a key is an action's shortcut here: what its part takes itself is not, and a bare
   * letter is none while someone types.
   */
  static boolean mean(KeyEvent key, @Nullable Node focus, Action action) {
    return !action.local() && written(action.keys()).anyMatch(written -> mean(key, focus, written));
  }

  private static boolean mean(KeyEvent key, @Nullable Node focus, String written) {
    return written.length() == 1
        ? !(focus instanceof TextInputControl) && written.equals(key.getText())
        : KeyCombination.valueOf(written).match(key);
  }

  private static Stream<String> written(String keys) {
    return Stream.of(keys.split(" or ")).filter(written -> !written.isEmpty());
  }

  /**
   * All of them, as a table for reading.
   *
   * @param local those that parts take; what one says of all such parts is not said again of each
   */
  static Node table(List<Action> actions, List<LocalKey> local) {
    var table = new GridPane();
    table.getStyleClass().add("keys-table");
    var general = local.stream().map(LocalKey::keys).collect(Collectors.toSet());
    var lines =
        Stream.concat(
            actions.stream()
                .filter(action -> !action.keys().isEmpty())
                .filter(action -> !action.local() || !general.contains(action.keys()))
                .map(action -> new LocalKey(action.keys(), action.words())),
            local.stream());
    var row = 0;
    for (var line : lines.distinct().toList()) {
      table.addRow(row++, Parts.label(line.keys(), "keys"), Parts.label(line.words()));
    }
    var scroll = new ScrollPane(table);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("keys-scroll");
    // for the arrow keys, where not all have room
    scroll.setFocusTraversable(true);
    scroll.setAccessibleText("All keys");
    return scroll;
  }
}
