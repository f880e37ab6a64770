package ai.hal9.console.shell;

import static ai.hal9.console.shell.UserHand.PATIENCE;
import static ai.hal9.console.shell.UserHand.await;

import ai.hal9.api.tuning.TuningScope;
import ai.hal9.console.source.Connection;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.trust.HomeTrust;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javafx.scene.input.KeyCode;

/** What goes wrong, and what the window says of it. Every cause is a real one. */
final class Mishaps {

  static final String ATTACH_REFUSED = "attach-refused";
  private static final String TOAST = "toast";
  private static final String SAVE_FAILED = "save-failed";
  private static final String TUNING_INVALID = "tuning-invalid";

  /** What harms nobody, in the order it is brought about; {@link #ATTACH_REFUSED} comes first. */
  static final List<String> NAMES = List.of(TOAST, SAVE_FAILED, TUNING_INVALID);

  static final String TUNING_CONFLICT = "tuning-conflict";
  static final String LEAVE_LOAD = "leave-load";
  static final String NODE_KILLED = "node-killed";
  static final String NODE_BACK = "node-back";

  private static final String CHART = "latency";
  private static final String PARAMETER = "performance.signal_buffer_size";
  private static final String OF_ANOTHER = "performance.buffer_flush_ms";

  /** Of all ports the least likely to be listened at. */
  private static final String NOBODY = "127.0.0.1:1";

  /** Seconds of load before a node is killed, so that there is something to be missed. */
  private static final int UNDER_LOAD = 15;

  private static final Duration RETURN = Duration.ofSeconds(90);

  private final ConsoleWindow window;
  private final Camera camera;
  private final UserHand hand;

  Mishaps(ConsoleWindow window, Camera camera) {
    this.window = window;
    this.camera = camera;
    hand = new UserHand(window);
  }

  /** On the start screen: nobody listens at the address. */
  void attachRefused() throws IOException, InterruptedException {
    if (camera.shots().want(ATTACH_REFUSED)) {
      hand.write("attach-address", NOBODY);
      hand.fire("attach");
      await(() -> hand.seen("attach-trouble"));
      camera.take(ATTACH_REFUSED);
      hand.write("attach-address", "");
    }
  }

  /** What harms nobody. */
  void visit() throws IOException, InterruptedException {
    hand.screen("overview");
    camera.take(TOAST, () -> hand.act(CHART + "-copy"));
    await(() -> hand.found("toasts", Toasts.class).stream().allMatch(Mishaps::empty));
    if (camera.shots().want(SAVE_FAILED)) {
      hand.act(CHART + "-png");
      await(() -> hand.seen("dialog"));
      camera.take(SAVE_FAILED);
      hand.press(KeyCode.ESCAPE);
    }
    if (camera.shots().want(TUNING_INVALID)) {
      hand.screen("tuning");
      await(() -> hand.seen("edit-" + PARAMETER));
      var before = hand.text("edit-" + PARAMETER);
      hand.write("edit-" + PARAMETER, "0");
      camera.take(TUNING_INVALID);
      hand.write("edit-" + PARAMETER, before);
    }
  }

  private static boolean empty(Toasts toasts) {
    return toasts.getChildren().isEmpty();
  }

  /** Somebody else changes the tuning while it is edited here, and puts it back. */
  void tuningConflict(ClusterAddress cluster) throws IOException, InterruptedException {
    if (!camera.shots().want(TUNING_CONFLICT)) {
      return;
    }
    hand.screen("tuning");
    await(() -> hand.seen("edit-" + PARAMETER));
    hand.write("edit-" + PARAMETER, "40");
    try (var http = HomeTrust.client()) {
      var api = new ClusterApi(http, cluster);
      var before = api.tuning().getOrDefault(OF_ANOTHER, "50");
      change(api, before.equals("50") ? "60" : "50");
      await(() -> hand.seen("conflict-discard"));
      camera.take(TUNING_CONFLICT);
      hand.fire("conflict-discard");
      change(api, before);
    }
  }

  private static void change(ClusterApi api, String value) throws InterruptedException {
    api.tune(TuningScope.CLUSTER, Map.of(OF_ANOTHER, value), "operator", "to be seen");
  }

  /** The cluster is to be left while it is under load. */
  void leaveLoad() throws IOException, InterruptedException {
    if (camera.shots().want(LEAVE_LOAD)) {
      hand.act("disconnect");
      await(() -> hand.seen("dialog"));
      camera.take(LEAVE_LOAD);
      hand.press(KeyCode.ESCAPE);
    }
  }

  /**
   * A node dies as by kill -9, and is started again by the cluster.
   *
   * @param pid of the node as it runs now
   */
  void nodeKilled(LongSupplier pid) throws IOException, InterruptedException {
    hand.screen("overview");
    TimeUnit.SECONDS.sleep(UNDER_LOAD);
    if (camera.shots().want(NODE_KILLED)) {
      camera.take(NODE_KILLED, () -> kill(pid));
    } else {
      kill(pid);
    }
    await(this::live, RETURN);
    hand.screen("events");
    camera.take(NODE_BACK);
  }

  private void kill(LongSupplier pid) throws InterruptedException {
    await(this::live, RETURN);
    ProcessHandle.of(pid.getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
    await(() -> !live(), PATIENCE);
  }

  private boolean live() {
    var session = window.model().session().get();
    return session != null && session.feed().state().connection() == Connection.LIVE;
  }
}
