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

  private static final double WIDTH = 940;
  private static final double HEIGHT = 700;
  private static final String SIZE = "\"width\" : %s,%n  \"height\" : %s,".formatted(WIDTH, HEIGHT);
  private static final Duration SOON = Duration.ofSeconds(30);

  private @Nullable Stage next;
  private @Nullable ConsoleWindow nextWindow;

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
  }

  @Stop
  void stop() throws IOException {
    if (nextWindow != null) {
      nextWindow.end();
    }
    shut();
  }

  @Test
  void window_moved_opensThere_asLarge(FxRobot robot) {
    place(robot, 40, 30);

    again(robot);

    assertThat(next().getX()).isEqualTo(40);
    assertThat(next().getY()).isEqualTo(30);
    assertThat(next().getScene().getWidth()).isEqualTo(WIDTH);
    assertThat(next().getScene().getHeight()).isEqualTo(HEIGHT);
    assertThat(next().isMaximized()).isFalse();
  }

  @Test
  void window_maximized_opensMaximized_andGoesBackToTheSizeItHad(FxRobot robot) throws IOException {
    place(robot, 0, 0);
    robot.interact(() -> stage().setMaximized(true));
    await().atMost(SOON).until(() -> settings().contains("\"maximized\" : true"));

    again(robot);
    assertThat(next().isMaximized()).isTrue();
    robot.interact(() -> next().setMaximized(false));

    await().atMost(SOON).until(() -> next().getScene().getWidth() == WIDTH);
    assertThat(settings()).contains(SIZE);
  }

  /**
   * Made small first, for the screen there is without a display holds nothing beyond its edges; a
   * window that is to be maximised there stays in the corner.
   */
  private void place(FxRobot robot, double x, double y) {
    robot.interact(
        () -> {
          stage().setWidth(WIDTH);
          stage().setHeight(HEIGHT);
        });
    await()
        .atMost(SOON)
        .until(
            () ->
                stage().getScene().getWidth() == WIDTH && stage().getScene().getHeight() == HEIGHT);
    robot.interact(
        () -> {
          stage().setX(x);
          stage().setY(y);
        });
    await()
        .atMost(SOON)
        .until(() -> settings().contains("\"x\" : %s,".formatted(x)) && settings().contains(SIZE));
  }

  /** Closes the window and opens another. */
  private void again(FxRobot robot) {
    robot.interact(window()::close);
    await().atMost(SOON).until(() -> !stage().isShowing());
    robot.interact(
        () -> {
          var stage = new Stage();
          next = stage;
          var opened =
              new ConsoleWindow(
                  stage,
                  new Surroundings(
                      clusters(),
                      Background.threads(),
                      Clock.systemUTC(),
                      home(),
                      (_, _) -> Optional.empty()));
          nextWindow = opened;
          opened.show();
        });
  }

  private Stage next() {
    return requireNonNull(next);
  }
}
