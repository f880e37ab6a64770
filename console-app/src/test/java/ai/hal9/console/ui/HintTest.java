package ai.hal9.console.ui;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.shell.Hand;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class HintTest {

  private @Nullable Label part;

  @Start
  void start(Stage stage) {
    var label = new Label("somewhere to point at");
    label.setId("part");
    part = label;
    stage.setX(0);
    stage.setY(0);
    stage.setScene(new Scene(new VBox(label), 400, 300));
    stage.show();
  }

  @Test
  void part_pointedAt_tellsItsHint_andAnotherOnceThatIsSaid_andNoneOnceThereIsNone(FxRobot robot) {
    robot.interact(() -> Parts.explain(part(), "at first"));
    Hand.over(robot, "#part").moveBy(2, 0).moveBy(1, 0);
    await().until(() -> told(robot).equals(List.of("at first")));

    robot.interact(() -> Parts.explain(part(), "then"));
    assertThat(told(robot)).containsExactly("then");

    robot.interact(() -> Parts.explain(part(), ""));
    await().until(() -> told(robot).isEmpty());
  }

  @Test
  void part_thatHadNothingToSay_tellsWhatItIsGivenLater(FxRobot robot) {
    robot.interact(() -> Parts.explain(part(), ""));
    Hand.over(robot, "#part").moveBy(2, 0);
    robot.interact(() -> Parts.explain(part(), "after all"));
    robot.moveBy(1, 0).moveBy(1, 0);

    await().until(() -> told(robot).equals(List.of("after all")));
  }

  private static List<String> told(FxRobot robot) {
    var told = new ArrayList<String>();
    robot.interact(
        () ->
            Window.getWindows().stream()
                .filter(window -> window instanceof Tooltip && window.isShowing())
                .map(window -> ((Tooltip) window).getText())
                .forEach(told::add));
    return told;
  }

  private Label part() {
    return requireNonNull(part);
  }
}
