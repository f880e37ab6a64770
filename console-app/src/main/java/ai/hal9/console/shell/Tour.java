package ai.hal9.console.shell;

import static ai.hal9.console.shell.UserHand.PATIENCE;
import static ai.hal9.console.shell.UserHand.await;
import static ai.hal9.console.shell.UserHand.ui;

import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

/**
 * What a user does with a cluster, by the same controls: loads it, changes a parameter, waits for
 * the effect, takes it back, compares two runs. What is not shown in time is left out.
 */
final class Tour {

  private static final String PENDING = "tuning-pending";
  private static final List<String> APPLIED =
      List.of("tuning-waiting", "tuning-effect", "tuning-audit");
  private static final String ENDED = "load-ended";
  private static final List<String> RUNS = List.of("runs-kept", "run", "comparison");

  private static final List<String> LOST = List.of(Mishaps.NODE_KILLED, Mishaps.NODE_BACK);

  /** What its pictures are called, in the order they are taken. */
  static final List<String> NAMES =
      Stream.of(
              List.of(PENDING),
              APPLIED,
              List.of(Mishaps.TUNING_CONFLICT, Mishaps.LEAVE_LOAD, ENDED),
              RUNS,
              LOST)
          .flatMap(List::stream)
          .toList();

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
  private final Mishaps mishaps;
  private final ClusterAddress cluster;
  private final LongSupplier node;
  private final UserHand hand;

  /**
   * @param node the pid of one of the cluster's nodes, as it runs now
   */
  Tour(
      ConsoleWindow window,
      Camera camera,
      Mishaps mishaps,
      ClusterAddress cluster,
      LongSupplier node) {
    this.window = window;
    this.camera = camera;
    this.mishaps = mishaps;
    this.cluster = cluster;
    this.node = node;
    hand = new UserHand(window);
  }

  /** Sends a load that outlasts the pictures of the screens. */
  void beginLoad() throws InterruptedException {
    hand.screen("load");
    hand.write("scenario-yaml", STEADY.formatted("20min"));
    hand.fire("start-load");
    await(() -> window.load().map(desk -> desk.status().phase().sending()).orElse(false));
  }

  /** Goes where one gets only by doing something, as far as it is wanted. */
  void visit() throws IOException, InterruptedException {
    var shots = camera.shots();
    if (shots.want(PENDING) || shots.wantAny(APPLIED)) {
      tuning();
    }
    mishaps.tuningConflict(cluster);
    mishaps.leaveLoad();
    endLoad();
    camera.take(ENDED);
    if (shots.wantAny(RUNS)) {
      load("10s");
      await(() -> hand.seen("open-run"), PATIENCE.plusSeconds(15));
      runs();
    }
    if (shots.wantAny(LOST)) {
      hand.screen("load");
      load("20min");
      mishaps.nodeKilled(node);
      endLoad();
    }
  }

  private void load(String duration) throws InterruptedException {
    hand.write("scenario-yaml", STEADY.formatted(duration));
    hand.fire("start-load");
    await(() -> !hand.seen("open-run"), PATIENCE);
  }

  private void endLoad() throws InterruptedException {
    hand.screen("load");
    hand.fire("stop-load");
    await(() -> hand.seen("open-run"), PATIENCE);
  }

  private void tuning() throws IOException, InterruptedException {
    hand.screen("tuning");
    await(() -> hand.seen("edit-" + PARAMETER), PATIENCE);
    var before = hand.text("edit-" + PARAMETER);
    hand.write("edit-" + PARAMETER, before.equals("20") ? "200" : "20");
    camera.take(PENDING);
    if (!camera.shots().wantAny(APPLIED)) {
      return;
    }
    hand.fire("apply");
    await(() -> hand.seen("effect"), PATIENCE);
    camera.take("tuning-waiting");
    await(() -> hand.seen("effect-summary"), EFFECT);
    camera.take("tuning-effect");
    hand.fire("effect-revert");
    await(() -> hand.text("edit-" + PARAMETER).equals(before), PATIENCE);
    hand.act("tuning-audit");
    await(
        () -> hand.found("audit-table", TableView.class).filter(Tour::filled).isPresent(),
        PATIENCE);
    camera.take("tuning-audit");
    hand.press(KeyCode.ESCAPE);
  }

  private void runs() throws IOException, InterruptedException {
    hand.screen("runs");
    await(() -> rows() > 1, PATIENCE);
    camera.take("runs-kept");
    table(table -> table.getSelectionModel().clearAndSelect(1));
    hand.fire("open-runs");
    await(() -> hand.seen("run-page"), PATIENCE);
    camera.take("run");
    hand.fire("runs-back");
    table(table -> table.getSelectionModel().selectAll());
    hand.fire("compare-runs");
    await(() -> hand.seen("figures"), PATIENCE);
    camera.take("comparison");
  }

  private long rows() {
    return hand.found("runs", TableView.class).map(table -> table.getItems().size()).orElse(0);
  }

  private static boolean filled(TableView<?> table) {
    return !table.getItems().isEmpty();
  }

  private void table(Consumer<TableView<?>> what) throws InterruptedException {
    ui(() -> hand.found("runs", TableView.class).ifPresent(what::accept));
  }
}
