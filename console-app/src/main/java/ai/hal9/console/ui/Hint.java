package ai.hal9.console.ui;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What appears on hover. A tooltip is a window with a scene of its own, and hundreds of parts have
 * one: so it is made when the pointer first moves over its part.
 */
final class Hint implements EventHandler<MouseEvent> {

  private static final Duration DELAY = Duration.millis(400);
  private static final double WIDTH = 360;

  private String words;
  private @Nullable Tooltip tip;

  private Hint(String words) {
    this.words = words;
  }

  /**
   * Gives a part its hint, or another one than it had.
   *
   * @param words nothing appears where they are empty
   */
  static void on(Node node, String words) {
    if (node.getProperties().get(Hint.class) instanceof Hint hint) {
      hint.say(node, words);
      return;
    }
    var hint = new Hint(words);
    node.getProperties().put(Hint.class, hint);
    node.addEventFilter(MouseEvent.MOUSE_MOVED, hint);
  }

  private void say(Node node, String other) {
    words = other;
    if (tip != null) {
      show(node, tip);
    }
  }

  @Override
  public void handle(MouseEvent moved) {
    if (tip == null && !words.isEmpty() && moved.getSource() instanceof Node node) {
      tip = new Tooltip();
      tip.setShowDelay(DELAY);
      tip.setWrapText(true);
      tip.setMaxWidth(WIDTH);
      show(node, tip);
    }
  }

  private void show(Node node, Tooltip tooltip) {
    tooltip.setText(words);
    if (words.isEmpty()) {
      Tooltip.uninstall(node, tooltip);
    } else {
      Tooltip.install(node, tooltip);
    }
  }
}
