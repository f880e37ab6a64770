package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.ui.Background;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Where a window is and how large, from one time to the next. */
class WindowMemoryTest extends WindowOnFakes {

  private static final Duration SOON = Duration.ofSeconds(30);

  private @Nullable Stage next;

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
  }

  @Stop
  void stop() throws IOException {
    if (next != null) {
      next.hide();
    }
    shut();
  }

  @Test
  void window_moved_opensThere_asLarge(FxRobot robot) {
    place(robot);

    again(robot);

    assertThat(next().getX()).isEqualTo(40);
    assertThat(next().getY()).isEqualTo(30);
    assertThat(next().getScene().getWidth()).isEqualTo(940);
    assertThat(next().getScene().getHeight()).isEqualTo(700);
    assertThat(next().isMaximized()).isFalse();
  }

  @Test
  void window_maximized_opensMaximized_andGoesBackToWhereItWas(FxRobot robot) throws IOException {
    place(robot);
    robot.interact(() -> stage().setMaximized(true));
    await().until(() -> settings().contains("\"maximized\" : true"));

    again(robot);
    assertThat(next().isMaximized()).isTrue();
    robot.interact(() -> next().setMaximized(false));

    await().until(() -> next().getX() == 40 && next().getY() == 30);
    assertThat(settings()).contains("\"width\" : 940.0", "\"height\" : 700.0");
  }

  private void place(FxRobot robot) {
    await().atMost(SOON).until(() -> stage().getWidth() > 0 && stage().getScene().getWidth() > 0);
    robot.interact(
        () -> {
          stage().setX(40);
          stage().setY(30);
          window().resize(940, 700);
        });
    await().atMost(SOON).until(() -> stage().getScene().getWidth() == 940);
    await().atMost(SOON).until(() -> settings().contains("\"width\" : 940.0"));
  }

  /** Closes the window and opens another. */
  private void again(FxRobot robot) {
    robot.interact(window()::close);
    await().until(() -> !stage().isShowing());
    robot.interact(
        () -> {
          var stage = new Stage();
          next = stage;
          new ConsoleWindow(
                  stage,
                  new Surroundings(
                      clusters(),
                      Background.threads(),
                      Clock.systemUTC(),
                      home(),
                      (_, _) -> Optional.empty()))
              .show();
        });
  }

  private Stage next() {
    return requireNonNull(next);
  }
}
