package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.shell.Dialogs.Choice;
import ai.hal9.console.shell.Dialogs.Kind;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** What lies beneath a dialog gets no key. */
@ExtendWith(ApplicationExtension.class)
class DialogsTest {

  private final List<String> done = new ArrayList<>();
  private final Button beneath = new Button("Start cluster");
  private final Dialogs dialogs = new Dialogs();

  @Start
  void start(Stage stage) {
    beneath.setId("beneath");
    beneath.setDefaultButton(true);
    beneath.setOnAction(_ -> done.add("beneath"));
    stage.setScene(new Scene(new StackPane(new VBox(beneath), dialogs), 400, 300));
    stage.show();
  }

  @Test
  void tab_leadsThroughTheDialogAlone(FxRobot robot) {
    robot.interact(
        () -> dialogs.ask("Stop?", Dialogs.paragraph("It runs."), List.of(choice("a"), last())));

    for (var i = 0; i < 5; i++) {
      robot.type(KeyCode.TAB);
      WaitForAsyncUtils.waitForFxEvents();
      assertThat(beneath.isFocused()).isFalse();
    }
    robot.type(KeyCode.SPACE);

    assertThat(done).doesNotContain("beneath").hasSize(1);
  }

  @Test
  void enter_whileSomethingGoesOn_startsNothingBeneath(FxRobot robot) {
    robot.interact(() -> dialogs.busy("Stopping", Dialogs.paragraph("A moment.")));

    robot.type(KeyCode.ENTER).type(KeyCode.SPACE);

    assertThat(done).isEmpty();
    robot.interact(dialogs::close);
    robot.interact(beneath::requestFocus);
    robot.type(KeyCode.ENTER);
    assertThat(done).containsExactly("beneath");
  }

  @Test
  void enter_takesTheDefaultChoice(FxRobot robot) {
    robot.interact(
        () ->
            dialogs.ask(
                "Stop?",
                Dialogs.paragraph("It runs."),
                List.of(new Choice("yes", "Stop", Kind.DEFAULT, () -> done.add("yes")), last())));

    robot.type(KeyCode.ENTER);

    assertThat(done).containsExactly("yes");
    assertThat(dialogs.open()).isFalse();
  }

  private Choice choice(String id) {
    return new Choice(id, id, Kind.PLAIN, () -> done.add(id));
  }

  private Choice last() {
    return choice("last");
  }
}
