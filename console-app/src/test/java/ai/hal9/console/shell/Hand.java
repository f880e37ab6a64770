package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import org.testfx.api.FxRobot;
import org.testfx.util.NodeQueryUtils;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Does what a person's hand and eye do: waits for a control to be there before it goes for it, and
 * for what it says.
 */
final class Hand {

  private static final Duration FRAME = Duration.ofMillis(20);

  private Hand() {}

  /** Clicks the controls one after the other, each once it can be hit. */
  static FxRobot click(FxRobot robot, String... queries) {
    for (var query : queries) {
      robot.clickOn(reach(robot, query));
    }
    return robot;
  }

  /** The control, once it is in the window, enabled, and at rest: a new layout moves things. */
  static Node reach(FxRobot robot, String query) {
    var before = new AtomicReference<Optional<Bounds>>(Optional.empty());
    await(query)
        .pollInterval(FRAME)
        .until(
            () -> {
              var now =
                  hittable(robot, query).map(node -> node.localToScreen(node.getLayoutBounds()));
              return now.isPresent() && now.equals(before.getAndSet(now));
            });
    return hittable(robot, query).orElseThrow();
  }

  private static Optional<Node> hittable(FxRobot robot, String query) {
    WaitForAsyncUtils.waitForFxEvents();
    return robot
        .lookup(query)
        .match(NodeQueryUtils.isVisible())
        .match((Node node) -> !node.isDisabled())
        .tryQuery();
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
                robot.lookup(query).match((Node node) -> node.isVisible()).tryQuery().isPresent()
                    == there);
  }
}
