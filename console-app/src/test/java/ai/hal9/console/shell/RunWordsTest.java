package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.SampleReports;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Names and notes that the user writes on a run. */
class RunWordsTest extends WindowOnFakes {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
    try (var runs = RunStore.in(home(), Clock.systemUTC())) {
      runs.add(SampleReports.of("first", TEN, 10_000, "100"));
    }
  }

  @Stop
  void stop() throws IOException {
    shut();
  }

  @AfterEach
  void close(FxRobot robot) {
    if (stage().isShowing()) {
      robot.interact(window()::close);
    }
  }

  @Test
  void notes_beingWritten_areKept_whenTheWindowIsClosed(FxRobot robot) {
    openRun(robot);
    write(robot, "#run-notes", "cold cache");

    robot.press(KeyCode.CONTROL).type(KeyCode.Q).release(KeyCode.CONTROL);

    await().until(() -> !stage().isShowing());
    try (var runs = RunStore.in(home(), Clock.systemUTC())) {
      assertThat(runs.list().getFirst().notes()).isEqualTo("cold cache");
    }
  }

  @Test
  void notes_beingWritten_stay_whenTheNameChanges(FxRobot robot) {
    openRun(robot);
    write(robot, "#run-name", "!");

    write(robot, "#run-notes", "cold cache");
    await()
        .atMost(SOON)
        .until(() -> robot.lookup(".page-title").queryLabeled().getText().contains("!"));

    assertThat(robot.lookup("#run-notes").<TextInputControl>query().getText())
        .isEqualTo("cold cache");
    assertThat(robot.lookup("#run-notes").query().isFocused()).isTrue();
  }

  private static void write(FxRobot robot, String field, String text) {
    robot.interact(
        () -> {
          var written = robot.lookup(field).<TextInputControl>query();
          written.requestFocus();
          written.appendText(text);
        });
  }

  private void openRun(FxRobot robot) {
    connect(robot);
    robot.interact(() -> window().model().screen().set("runs"));
    await().until(() -> !robot.lookup("#runs").queryTableView().getItems().isEmpty());
    robot.interact(() -> robot.lookup("#runs").queryTableView().getSelectionModel().select(0));
    Hand.click(robot, "#open-runs");
    Hand.sees(robot, "#run-notes", true);
  }
}
