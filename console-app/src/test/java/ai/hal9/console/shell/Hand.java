package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.testfx.api.FxRobot;
import org.testfx.util.NodeQueryUtils;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Does what a person's hand and eye do: waits for a control to be there before it goes for it, and
 * for what it says.
 */
public final class Hand {

  /** A little longer than from one frame to the next, since what moves does so in a frame. */
  private static final Duration FRAME =
      Duration.ofMillis(1_200 / Integer.getInteger("javafx.animation.pulse", 60));

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Hand() {}

  /** Clicks the controls one after the other, each once it can be hit. */
  static FxRobot click(FxRobot robot, String... queries) {
    for (var query : queries) {
      var place = rest(robot, query);
      robot.clickOn(place.getCenterX(), place.getCenterY());
    }
    return robot;
  }

  /** Brings the pointer over a control, once it can be hit. */
  public static FxRobot over(FxRobot robot, String query) {
    var place = rest(robot, query);
    robot.moveTo(place.getCenterX(), place.getCenterY());
    return robot;
  }

  /**
   * Clicks a control where it is now. Looking for its place computes what drawing computes, too:
   * TestFX's own clicks do so on the test's thread, and leave the scene broken now and then.
   */
  public static void clickNow(FxRobot robot, Node node) {
    var place = onUi(() -> onScreen(node)).orElseThrow();
    robot.clickOn(place.getCenterX(), place.getCenterY());
  }

  /**
   * Where on the screen the control is, once it is in the window, enabled, and at rest: a new
   * layout moves things.
   */
  static Bounds rest(FxRobot robot, String query) {
    var seen = new AtomicReference<Optional<Bounds>>(Optional.empty());
    await(query)
        .pollInterval(FRAME)
        .until(
            () -> {
              WaitForAsyncUtils.waitForFxEvents();
              var now = onUi(() -> hittable(robot, query).flatMap(Hand::onScreen));
              return now.isPresent() && now.equals(seen.getAndSet(now));
            });
    return seen.get().orElseThrow();
  }

  /** The part of a control that its window shows; empty where that has let go of it. */
  private static Optional<Bounds> onScreen(Node node) {
    var scene = node.getScene();
    if (scene == null) {
      return Optional.empty();
    }
    var own = node.localToScreen(node.getLayoutBounds());
    var window = scene.getRoot().localToScreen(scene.getRoot().getLayoutBounds());
    if (own == null || window == null) {
      return Optional.empty();
    }
    var left = Math.max(own.getMinX(), window.getMinX());
    var top = Math.max(own.getMinY(), window.getMinY());
    var right = Math.min(own.getMaxX(), window.getMaxX());
    var bottom = Math.min(own.getMaxY(), window.getMaxY());
    return right <= left || bottom <= top
        ? Optional.empty()
        : Optional.of(new BoundingBox(left, top, right - left, bottom - top));
  }

  private static Optional<Node> hittable(FxRobot robot, String query) {
    return robot
        .lookup(query)
        .match(NodeQueryUtils.isVisible())
        .match((Node node) -> !node.isDisabled())
        .tryQuery();
  }

  /** Does by the command palette what these letters find first. */
  static void palette(FxRobot robot, String letters) {
    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write(letters).type(KeyCode.ENTER);
  }

  /** Waits until a control says all of this. */
  static void reads(FxRobot robot, String query, String... words) {
    await(query)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(robot.lookup(query).<Labeled>query().getText()).contains(words));
  }

  /** Waits until a control is, or is no longer, to be seen. */
  static void sees(FxRobot robot, String query, boolean there) {
    await(query)
        .until(
            () ->
                onUi(() -> robot.lookup(query).match((Node node) -> node.isVisible()).tryQuery())
                        .isPresent()
                    == there);
  }

  /** Looks where nothing leaves its window meanwhile. */
  static <T> T onUi(Callable<T> look) {
    return WaitForAsyncUtils.waitForAsyncFx(PATIENCE.toMillis(), look);
  }
}
