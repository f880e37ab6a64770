package ai.hal9.console.ui;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** A page of two parts, of which a window shows one. */
@ExtendWith(ApplicationExtension.class)
class SightTest {

  private final Region first = part();
  private final Region second = part();
  private @Nullable Stage stage;

  /** The window that all tests share would keep its size for whoever is next. */
  @Start
  void start(Stage shared) {
    stage = new Stage();
    stage.initOwner(shared);
  }

  @Stop
  void stop() {
    window().close();
  }

  @Test
  void part_ofAPageThatWasNeverShown_isOutOfSight() {
    page();

    assertThat(Sight.of(first)).isFalse();
  }

  @Test
  void part_ofAPageNotLaidOutYet_isOutOfSight(FxRobot robot) {
    robot.interact(
        () -> {
          var page = page();
          new Scene(page, 300, 200);
          page.applyCss();

          assertThat(page.lookup(".viewport")).isNotNull();
          assertThat(Sight.of(first)).isFalse();
          page.layout();
          assertThat(Sight.of(first)).isTrue();
          assertThat(Sight.of(second)).isFalse();
        });
  }

  @Test
  void part_withoutAPage_isInSight_onceItIsInAScene() {
    assertThat(Sight.of(first)).isFalse();

    new Scene(new VBox(first));

    assertThat(Sight.of(first)).isTrue();
  }

  @Test
  void partWatchedBeforeItsPage_isShown_isToldOf_andAgainWhenScrolledTo(FxRobot robot) {
    var page = page();
    var told = new AtomicInteger();
    Sight.whenMoved(second, new Bag(), told::incrementAndGet);

    robot.interact(() -> show(new Scene(page, 300, 200)));
    await().until(() -> told.get() > 0);
    assertThat(Sight.of(second)).isFalse();

    robot.interact(() -> page.setVvalue(1));
    await().until(() -> Sight.of(second));
  }

  @Test
  void partWatchedBefore_itIsTheRootOfAScene_isToldOf(FxRobot robot) {
    var told = new AtomicInteger();
    Sight.whenMoved(first, new Bag(), told::incrementAndGet);

    robot.interact(() -> show(new Scene(first)));

    await().until(() -> told.get() > 0);
    assertThat(Sight.of(first)).isTrue();
  }

  private void show(Scene scene) {
    window().setScene(scene);
    window().show();
  }

  private Stage window() {
    return requireNonNull(stage);
  }

  private ScrollPane page() {
    return new ScrollPane(new VBox(first, second));
  }

  private static Region part() {
    var part = new Region();
    part.setMinSize(200, 400);
    return part;
  }
}
