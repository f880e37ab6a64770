package ai.hal9.console.shell;

import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.UiThread;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.stage.Stage;

/**
 * A console of its own that starts a cluster from its start screen, says so, and stays. Arguments:
 * where it keeps its state, the cluster's name.
 */
public final class ConsoleProcess {

  static final String STARTED = "started";
  private static final int LONGEST_MINUTES = 4;

  private ConsoleProcess() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) {
    ConsoleLaunch.quiet();
    var home = Path.of(arguments[0]);
    // whoever waits for a start that failed is told by the end of the output
    CompletableFuture.delayedExecutor(LONGEST_MINUTES, TimeUnit.MINUTES)
        .execute(() -> Runtime.getRuntime().halt(1));
    Platform.startup(() -> open(home, arguments[1]));
  }

  private static void open(Path home, String name) {
    var stage = new Stage();
    var window =
        new ConsoleWindow(
            stage,
            new Surroundings(
                ClusterControl.of(new Hal9Home(home), Installation.current()),
                Background.threads(),
                Clock.systemUTC(),
                home.resolve("console"),
                (_, _) -> Optional.empty()));
    window
        .model()
        .session()
        .subscribe(
            session -> {
              if (session != null) {
                System.out.println(STARTED);
              }
            });
    window.show();
    UiThread.later(
        () -> {
          var scene = stage.getScene();
          ((TextField) scene.lookup("#start-name")).setText(name);
          ((RadioButton) scene.lookup("#preset-one")).fire();
          ((Button) scene.lookup("#start-cluster")).fire();
        });
  }
}
