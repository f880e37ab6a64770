package ai.hal9.console.ui;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;

/**
 * Something on screen. It is built once; {@link #onShown} subscribes to what it shows, and all of
 * that is let go when it is hidden, so that nothing runs for a screen nobody sees.
 */
public abstract class View {

  private final Bag bag = new Bag();
  private boolean shown;

  /** The node to put on screen, always the same. */
  public abstract Parent node();

  /**
   * It is on screen now.
   *
   * @param held emptied when it is hidden
   */
  protected abstract void onShown(Bag held);

  /** Shows views that this one is made of, for as long as it is shown itself. */
  protected static void showParts(Bag held, Iterable<? extends View> parts) {
    parts.forEach(
        part -> {
          part.show();
          held.add(part::hide);
        });
  }

  /** Whether it may be made anew when it is opened again, since nothing in it is the user's. */
  public boolean replaceable() {
    return false;
  }

  /** The text of this view that is being written, which undoes its own edits; empty without one. */
  protected final Optional<TextInputControl> written() {
    return Optional.ofNullable(node().getScene())
        .map(Scene::getFocusOwner)
        .filter(TextInputControl.class::isInstance)
        .map(TextInputControl.class::cast)
        .filter(
            text ->
                Stream.<Node>iterate(text, Objects::nonNull, Node::getParent)
                    .anyMatch(node()::equals));
  }

  /** Tells that it is on screen; without effect when it is already. */
  public final void show() {
    if (!shown) {
      shown = true;
      onShown(bag);
    }
  }

  /** Tells that it is no longer on screen; without effect when it is not. */
  public final void hide() {
    if (shown) {
      shown = false;
      bag.empty();
    }
  }
}
