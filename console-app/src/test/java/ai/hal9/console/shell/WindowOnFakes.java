package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.chart.Span;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** The window with clusters that have no processes, on JavaFX's headless platform. */
@ExtendWith(ApplicationExtension.class)
abstract class WindowOnFakes {

  private @Nullable Path directory;
  private @Nullable Stage shown;
  private @Nullable FakeClusters fake;
  private @Nullable ConsoleWindow opened;

  /** For a {@code @Start}, which TestFX looks for in the test's own class. */
  void open(Stage stage) throws IOException {
    directory = Files.createTempDirectory(Path.of("target"), "console-window");
    Files.createDirectories(home());
    fake = new FakeClusters(home().resolve("cluster"));
    TestStage.reset(stage);
    shown = stage;
    opened =
        new ConsoleWindow(
            stage,
            new Surroundings(
                fake,
                Background.threads(),
                Clock.systemUTC(),
                home(),
                (suggested, _) -> Optional.of(home().resolve(suggested))));
    opened.show();
  }

  /** For a {@code @Stop}. */
  void shut() throws IOException {
    window().end();
    Trees.delete(requireNonNull(directory));
  }

  /** To a cluster nobody answers at, of which half a minute has been heard. */
  void connect(FxRobot robot) {
    var session =
        Session.attached(
            "test",
            new ClusterAddress(URI.create("http://127.0.0.1:1"), ""),
            new Site.Here(),
            Clock.systemUTC());
    Frames.tell(session.history(), 30);
    robot.interact(() -> window().model().open(session));
    robot.interact(() -> window().model().time().span().set(Span.MINUTE));
    await()
        .until(
            () ->
                robot
                    .lookup("#tile-p50 .tile-value")
                    .<Labeled>tryQuery()
                    .filter(value -> !value.getText().equals("–"))
                    .isPresent());
  }

  String settings() throws IOException {
    var file = home().resolve("settings.json");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Where the console keeps its own; what it shares with the command line lies beside it. */
  Path home() {
    return requireNonNull(directory).resolve("console");
  }

  Stage stage() {
    return requireNonNull(shown);
  }

  FakeClusters clusters() {
    return requireNonNull(fake);
  }

  ConsoleWindow window() {
    return requireNonNull(opened);
  }
}
