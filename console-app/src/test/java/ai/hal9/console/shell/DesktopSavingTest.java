package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Saving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Where the user's files go, and what becomes of them when their content cannot be had. */
@ExtendWith(ApplicationExtension.class)
class DesktopSavingTest {

  @TempDir private Path directory;
  private @Nullable Dialogs dialogs;

  @Start
  void start(Stage stage) {
    dialogs = new Dialogs();
    stage.setScene(new Scene(dialogs, 800, 600));
    stage.show();
  }

  @Test
  void save_contentCannotBeHad_leavesTheFileAsItWas_andSaysWhy(FxRobot robot) throws IOException {
    var file = Files.writeString(directory.resolve("run.html"), "before");

    robot.interact(
        () ->
            saving()
                .save(
                    "run.html",
                    out -> {
                      out.write('x');
                      throw new IllegalStateException("Another process has the history open.");
                    }));

    Hand.reads(robot, "#dialog .dialog-words", "Another process has the history open.");
    assertThat(file).hasContent("before");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void save_fileCannotBeWritten_sendsElsewhere(FxRobot robot) throws IOException {
    Files.createDirectories(directory.resolve("run.html").resolve("full"));

    robot.interact(() -> saving().save("run.html", out -> out.write('x')));

    Hand.reads(robot, "#dialog .dialog-words", "Choose another place");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void save_replacesTheFile(FxRobot robot) throws IOException {
    var file = Files.writeString(directory.resolve("run.html"), "before");

    robot.interact(() -> saving().save("run.html", out -> out.write('x')));

    assertThat(file).hasContent("x");
  }

  private Saving saving() {
    return new DesktopSaving(
        (suggested, _) -> Optional.of(directory.resolve(suggested)),
        new SimpleStringProperty(""),
        Background.sameThread(),
        new Toasts(new SimpleObjectProperty<>(Instant.EPOCH)),
        requireNonNull(dialogs));
  }
}
