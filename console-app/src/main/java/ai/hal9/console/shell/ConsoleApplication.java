package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;

import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.Hal9Home;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.application.Application;
import javafx.scene.image.Image;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

/** JavaFX's own life cycle around the window. */
public final class ConsoleApplication extends Application {

  /** The one window; JavaFX lets no process launch a second application. */
  private static final CompletableFuture<ConsoleWindow> OPENED = new CompletableFuture<>();

  @Override
  public void start(Stage stage) {
    var window = window(stage);
    window.show();
    OPENED.complete(window);
  }

  /** Completed as soon as the launched window is shown. */
  static CompletionStage<ConsoleWindow> opened() {
    return OPENED.minimalCompletionStage();
  }

  /** The window as users have it. */
  static ConsoleWindow window(Stage stage) {
    dress(stage);
    return new ConsoleWindow(
        stage,
        new Surroundings(
            ClusterControl.standard(),
            Background.threads(),
            Clock.systemUTC(),
            directory(),
            Hal9Home.standard().directory().resolve("dashboards"),
            new ChosenFiles(stage)));
  }

  /** Where the console keeps what is its own. */
  static Path directory() {
    return Hal9Home.standard().directory().resolve("console");
  }

  /** Gives a window our icon. */
  static void dress(Stage stage) {
    var icon = requireNonNull(ConsoleApplication.class.getResource("hal9.png"));
    // in the background: the first frame does not wait for it
    stage.getIcons().add(new Image(icon.toExternalForm(), true));
  }

  /** The desktop's own dialogs. */
  private record ChosenFiles(Stage stage) implements Surroundings.FilePlace {

    @Override
    public Optional<Path> ask(String suggested, Path directory) {
      var chooser = chooser(directory);
      chooser.setInitialFileName(suggested);
      return Optional.ofNullable(chooser.showSaveDialog(stage)).map(File::toPath);
    }

    @Override
    public Optional<Path> existing(Path directory) {
      return Optional.ofNullable(chooser(directory).showOpenDialog(stage)).map(File::toPath);
    }

    private static FileChooser chooser(Path directory) {
      var chooser = new FileChooser();
      // JavaFX refuses one that is not there
      if (Files.isDirectory(directory)) {
        chooser.setInitialDirectory(directory.toFile());
      }
      return chooser;
    }
  }
}
