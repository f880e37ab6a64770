package ai.hal9.console.shell;

import static ai.hal9.console.shell.Screenshots.onUi;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * What a user does with a cluster, by the same controls: loads it, changes a parameter, waits for
 * the effect, takes it back, compares two runs. What is not shown in time is left out.
 */
final class Tour {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration EFFECT = Duration.ofMinutes(4);
  private static final String STEADY =
      """
      # a steady load, to look at what it does
      executor: constant-arrival-rate
      rate: 120
      duration: %s
      warm-up: 5s
      data: {distinct-contents: 2000, users: 100}
      thresholds:
        http_req_duration: p(95)<500
        http_req_failed: rate<0.01
      """;
  private static final String PARAMETER = "performance.signal_buffer_size";

  private final ConsoleWindow window;
  private final Camera camera;

  Tour(ConsoleWindow window, Camera camera) {
    this.window = window;
    this.camera = camera;
  }

  /** Sends a load that outlasts the pictures of the screens. */
  void beginLoad() throws InterruptedException {
    screen("load");
    write("scenario-yaml", STEADY.formatted("20min"));
    fire("start-load");
    await(() -> window.load().map(desk -> desk.status().phase().sending()).orElse(false));
  }

  /** Goes where one gets only by doing something. */
  void visit() throws IOException, InterruptedException {
    covers();
    tuning();
    screen("load");
    fire("stop-load");
    await(() -> seen("open-run"), PATIENCE);
    camera.take("load-ended");
    write("scenario-yaml", STEADY.formatted("10s"));
    fire("start-load");
    await(() -> !seen("open-run"), PATIENCE);
    await(() -> seen("open-run"), PATIENCE.plusSeconds(15));
    runs();
  }

  /** What comes over a screen. */
  private void covers() throws IOException, InterruptedException {
    screen("overview");
    for (var cover : List.of("palette", "about", "keys")) {
      act(cover);
      camera.take(cover);
      press(KeyCode.ESCAPE);
    }
  }

  private void tuning() throws IOException, InterruptedException {
    screen("tuning");
    await(() -> seen("edit-" + PARAMETER), PATIENCE);
    var before = text("edit-" + PARAMETER);
    write("edit-" + PARAMETER, before.equals("20") ? "200" : "20");
    camera.take("tuning-pending");
    fire("apply");
    await(() -> seen("effect"), PATIENCE);
    camera.take("tuning-waiting");
    await(() -> seen("effect-summary"), EFFECT);
    camera.take("tuning-effect");
    fire("effect-revert");
    await(() -> text("edit-" + PARAMETER).equals(before), PATIENCE);
    act("tuning-audit");
    await(() -> found("audit-table", TableView.class).filter(Tour::filled).isPresent(), PATIENCE);
    camera.take("tuning-audit");
    press(KeyCode.ESCAPE);
  }

  private void runs() throws IOException, InterruptedException {
    screen("runs");
    await(() -> rows() > 1, PATIENCE);
    camera.take("runs-kept");
    table(table -> table.getSelectionModel().clearAndSelect(1));
    fire("open-runs");
    await(() -> seen("run-page"), PATIENCE);
    camera.take("run");
    fire("runs-back");
    table(table -> table.getSelectionModel().selectAll());
    fire("compare-runs");
    await(() -> seen("figures"), PATIENCE);
    camera.take("comparison");
  }

  private void screen(String id) throws InterruptedException {
    ui(() -> window.model().screen().set(id));
  }

  private void act(String action) throws InterruptedException {
    ui(() -> window.act(action));
  }

  private void press(KeyCode code) throws InterruptedException {
    ui(
        () ->
            Event.fireEvent(
                window.root(),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
  }

  private void fire(String id) throws InterruptedException {
    await(() -> found(id).filter(node -> !node.isDisabled()).isPresent(), PATIENCE);
    ui(() -> found(id, ButtonBase.class).ifPresent(ButtonBase::fire));
  }

  private void write(String id, String words) throws InterruptedException {
    ui(() -> found(id, TextInputControl.class).ifPresent(input -> input.setText(words)));
  }

  private String text(String id) {
    return found(id, TextInputControl.class).map(TextInputControl::getText).orElse("");
  }

  private long rows() {
    return found("runs", TableView.class).map(table -> table.getItems().size()).orElse(0);
  }

  private static boolean filled(TableView<?> table) {
    return !table.getItems().isEmpty();
  }

  private void table(Consumer<TableView<?>> what) throws InterruptedException {
    ui(() -> found("runs", TableView.class).ifPresent(what::accept));
  }

  private boolean seen(String id) {
    return found(id).isPresent();
  }

  private Optional<Node> found(String id) {
    return within(window.root(), id);
  }

  private <T> Optional<T> found(String id, Class<T> kind) {
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

  private static void ui(Runnable work) throws InterruptedException {
    onUi(
        () -> {
          work.run();
          return work;
        });
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    await(condition, PATIENCE);
  }

  private static void await(BooleanSupplier condition, Duration patience)
      throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    Supplier<Boolean> asked = condition::getAsBoolean;
    while (!onUi(asked::get) && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
