package ai.hal9.console.shell;

import static ai.hal9.console.shell.Screenshots.onUi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** What a user does with a window, from a thread that is not the UI's. */
final class UserHand {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ConsoleWindow window;

  UserHand(ConsoleWindow window) {
    this.window = window;
  }

  void screen(String id) throws InterruptedException {
    ui(() -> window.model().screen().set(id));
  }

  void act(String action) throws InterruptedException {
    ui(() -> window.act(action));
  }

  void press(KeyCode code) throws InterruptedException {
    ui(
        () ->
            Event.fireEvent(
                window.root(),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
  }

  void fire(String id) throws InterruptedException {
    await(() -> found(id).filter(node -> !node.isDisabled()).isPresent(), PATIENCE);
    ui(() -> found(id, ButtonBase.class).ifPresent(ButtonBase::fire));
  }

  void write(String id, String words) throws InterruptedException {
    ui(() -> found(id, TextInputControl.class).ifPresent(input -> input.setText(words)));
  }

  String text(String id) {
    return found(id, TextInputControl.class).map(TextInputControl::getText).orElse("");
  }

  boolean seen(String id) {
    return found(id).isPresent();
  }

  private Optional<Node> found(String id) {
    return within(window.root(), id);
  }

  <T> Optional<T> found(String id, Class<T> kind) {
    return found(id).filter(kind::isInstance).map(kind::cast);
  }

  /** Not by CSS: a parameter's key has dots. */
  private static Optional<Node> within(Node node, String id) {
    if (!node.isVisible()) {
      return Optional.empty();
    }
    if (id.equals(node.getId())) {
      return Optional.of(node);
    }
    return node instanceof Parent parent
        ? parent.getChildrenUnmodifiable().stream()
            .flatMap(child -> within(child, id).stream())
            .findFirst()
        : Optional.empty();
  }

  static void ui(Runnable work) throws InterruptedException {
    onUi(
        () -> {
          work.run();
          return work;
        });
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    await(condition, PATIENCE);
  }

  static void await(BooleanSupplier condition, Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    Supplier<Boolean> asked = condition::getAsBoolean;
    while (!onUi(asked::get) && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
