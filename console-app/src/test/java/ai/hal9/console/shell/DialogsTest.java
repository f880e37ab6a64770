package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.shell.Dialogs.Choice;
import ai.hal9.console.shell.Dialogs.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
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

/** What lies beneath a dialog gets no key, and no question is lost to another. */
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
    var ended = new AtomicReference<Runnable>(() -> {});
    robot.interact(() -> ended.set(dialogs.busy("Stopping", Dialogs.paragraph("A moment."))));

    robot.type(KeyCode.ENTER).type(KeyCode.SPACE);

    assertThat(done).isEmpty();
    robot.interact(() -> ended.get().run());
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

  @Test
  void question_whileAnotherIsOpen_waitsForItsTurn(FxRobot robot) {
    robot.interact(() -> ask("First?", choice("one")));
    robot.interact(() -> ask("Second?", choice("two")));

    assertThat(title(robot)).isEqualTo("First?");
    robot.interact(() -> fire(robot, "one"));
    assertThat(title(robot)).isEqualTo("Second?");
    robot.interact(dialogs::escape);

    assertThat(done).containsExactly("one", "two");
    assertThat(dialogs.open()).isFalse();
  }

  @Test
  void question_thatAnAnswerAsks_comesBeforeThoseThatWait(FxRobot robot) {
    robot.interact(
        () ->
            ask("First?", new Choice("on", "On", Kind.PLAIN, () -> ask("Sure?", choice("sure")))));
    robot.interact(() -> dialogs.error("The load could not be ended.", ""));
    robot.interact(() -> fire(robot, "on"));

    assertThat(title(robot)).isEqualTo("Sure?");
    robot.interact(() -> fire(robot, "sure"));
    assertThat(title(robot)).isEqualTo("That did not work");
  }

  @Test
  void whatGoesOn_endedBeforeItsTurn_isNotShown(FxRobot robot) {
    var ended = new AtomicReference<Runnable>(() -> {});
    robot.interact(() -> ask("First?", choice("one")));
    robot.interact(() -> ended.set(dialogs.busy("Stopping", Dialogs.paragraph("A moment."))));
    robot.interact(() -> ended.get().run());

    assertThat(title(robot)).isEqualTo("First?");
    robot.interact(() -> fire(robot, "one"));
    assertThat(dialogs.open()).isFalse();
  }

  private void ask(String title, Choice choice) {
    dialogs.ask(title, Dialogs.paragraph("It runs."), List.of(choice));
  }

  private static String title(FxRobot robot) {
    return robot.lookup(".dialog-title").<Labeled>query().getText();
  }

  private static void fire(FxRobot robot, String id) {
    robot.lookup("#" + id).<Button>query().fire();
  }

  private Choice choice(String id) {
    return new Choice(id, id, Kind.PLAIN, () -> done.add(id));
  }

  private Choice last() {
    return choice("last");
  }
}
