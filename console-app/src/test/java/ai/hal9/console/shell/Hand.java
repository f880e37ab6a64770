package ai.hal9.console.shell;

import static org.awaitility.Awaitility.await;

import javafx.scene.Node;
import org.testfx.api.FxRobot;

/** Does what a person's hand does: waits for a control to be there before it goes for it. */
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
}
