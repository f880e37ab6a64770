package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.SampleReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Notes on a run while its store can and cannot be written. */
class RunNotesTest extends WindowOnFakes {

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
  }

  @Stop
  void stop() throws IOException {
    shut();
  }

  @Test
  void notes_thatCannotBeKept_areSaidToBeBesideThem_andKeptWhenTriedAgain(FxRobot robot)
      throws IOException, SQLException {
    try (var store = RunStore.in(home(), Clock.systemUTC())) {
      store.add(SampleReports.of("one", Instant.parse("2026-03-01T10:00:00Z"), 10_000, "100"));
    }
    connect(robot);
    robot.interact(() -> window().model().screen().set("runs"));
    await().until(() -> robot.lookup("#runs").<TableView<?>>query().getItems().size() == 1);
    robot.interact(
        () -> {
          var table = robot.lookup("#runs").<TableView<?>>query();
          table.requestFocus();
          table.getSelectionModel().select(0);
        });
    robot.type(KeyCode.ENTER);
    Hand.sees(robot, "#run-notes", true);

    var aside = takeAway();
    Hand.click(robot, "#run-notes").write("cold");
    Hand.click(robot, "#run-name");
    Hand.reads(robot, "#run-words-trouble", "‘one’ could not be kept", "cannot be read or written");
    assertThat(robot.lookup("#run-notes").queryTextInputControl().getText()).contains("cold");

    Files.delete(file());
    Files.move(aside, file());
    Hand.click(robot, "#run-words-again");
    Hand.sees(robot, "#run-words-trouble", false);
    try (var store = RunStore.in(home(), Clock.systemUTC())) {
      assertThat(store.list().getFirst().notes()).contains("cold");
    }
  }

  /** Closes the store as a failing disk does, and leaves nothing that could be opened. */
  private Path takeAway() throws IOException, SQLException {
    var url = "jdbc:h2:file:" + home().resolve("runs").toAbsolutePath();
    try (var connection =
            DriverManager.getConnection(url + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        var statement = connection.createStatement()) {
      statement.execute("shutdown");
    }
    var aside = Files.move(file(), home().resolve("aside"));
    Files.createDirectory(file());
    return aside;
  }

  private Path file() {
    return home().resolve("runs.mv.db");
  }
}
