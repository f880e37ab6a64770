package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import javafx.scene.Node;
import javafx.scene.control.Labeled;
import org.testfx.api.FxRobot;

/**
 * Does what a person's hand and eye do: waits for a control to be there before it goes for it, and
 * for what it says.
 */
final class Hand {

  private Hand() {}

  /** Clicks the controls one after the other, each once it is shown and enabled. */
  static FxRobot click(FxRobot robot, String... queries) {
    for (var query : queries) {
      await(query)
          .until(
              () ->
                  robot
                      .lookup(query)
                      .match((Node node) -> node.isVisible() && !node.isDisabled())
                      .tryQuery()
                      .isPresent());
      robot.clickOn(query);
    }
    return robot;
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
