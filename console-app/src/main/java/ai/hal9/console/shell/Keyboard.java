package ai.hal9.console.shell;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.UiThread;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;

/** Does what a key asks for: the window's own shortcuts, then those of the screen shown. */
final class Keyboard {

  private final Scene scene;
  private final Screens known;
  private final ShownViews shown;
  private final BooleanSupplier covered;
  private final Supplier<List<Action>> actions;

  /**
   * @param covered whether something lies over the window, where only the way back is left
   * @param actions all there are now
   */
  Keyboard(
      Scene scene,
      Screens known,
      ShownViews shown,
      BooleanSupplier covered,
      Supplier<List<Action>> actions) {
    this.scene = scene;
    this.known = known;
    this.shown = shown;
    this.covered = covered;
    this.actions = actions;
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
  }

  private void pressed(KeyEvent key) {
    var wanted = Keys.action(key, scene.getFocusOwner(), known.all());
    if (covered.getAsBoolean() && !wanted.equals("back")) {
      return;
    }
    var possible =
        switch (wanted) {
          case "" -> ofScreen().filter(action -> Keys.mean(key, scene.getFocusOwner(), action));
          case "search" -> ofScreen().filter(Keys::finds);
          default -> actions.get().stream().filter(action -> action.id().equals(wanted));
        };
    possible
        .findFirst()
        .ifPresent(
            action -> {
              key.consume();
              if (wanted.equals("search")) {
                // not before this key's character has gone by, which would be typed there
                UiThread.later(action.run());
              } else {
                action.run().run();
              }
            });
  }

  private Stream<Action> ofScreen() {
    return shown.sources().stream().flatMap(source -> source.actions().stream());
  }
}
