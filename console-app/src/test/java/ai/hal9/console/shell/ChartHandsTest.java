package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.chart.SharedTime;
import ai.hal9.console.series.Window;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Charts by mouse and by keys: crosshair, zoom, scale. */
class ChartHandsTest extends WindowOnFakes {

  private static final String ONE = "#chart-latency-percentiles";
  private static final String OTHER = "#chart-latency-nodes";
  private static final String HEAT = "#chart-latency-heatmap";
  private static final String CURVE = "#chart-latency-distribution";

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
  }

  @Stop
  void stop() throws IOException {
    shut();
  }

  @Test
  void drag_zoomsTheOtherChartsToo_andDoubleClickGoesBack(FxRobot robot) {
    latency(robot);

    var area = Hand.rest(robot, ONE + " .plot-layers");
    robot
        .moveTo(area.getMaxX() - 20, area.getCenterY())
        .press(MouseButton.PRIMARY)
        .moveTo(area.getCenterX(), area.getCenterY())
        .release(MouseButton.PRIMARY);
    var zoomed = requireNonNull(time().zoomed().get());
    await().until(() -> !covers(robot, before(zoomed)) && covers(robot, middle(zoomed)));

    var place = Hand.rest(robot, ONE + " .plot-layers");
    robot.doubleClickOn(place.getCenterX(), place.getCenterY());
    assertThat(time().live()).isTrue();
    await().until(() -> covers(robot, before(zoomed)));
  }

  @Test
  void mouseOverOneChart_putsTheCrosshairOnAll(FxRobot robot) {
    latency(robot);
    assertThat(crosshair(robot, OTHER)).isFalse();

    Hand.over(robot, ONE + " .plot-layers");

    await().until(() -> crosshair(robot, ONE) && crosshair(robot, OTHER));
    assertThat(shown(robot, ONE + " .readout")).isTrue();
    Hand.over(robot, "#nav-latency");
    await().until(() -> !crosshair(robot, ONE) && !crosshair(robot, OTHER));
  }

  @Test
  void logarithmic_isDrawnSo_andRemembered(FxRobot robot) {
    latency(robot);
    robot.interact(() -> time().togglePause(window().now()));
    var before = drawn(robot);

    Hand.click(robot, ONE + "-menu", ONE + "-logarithmic");

    await().until(() -> settings().contains("\"latency-percentiles\""));
    await().until(() -> !same(before, drawn(robot)));
  }

  @Test
  void arrows_onAChartInFocus_moveTheCrosshairOfAll_andTellItsValues(FxRobot robot) {
    latency(robot);
    focus(robot, ONE);

    robot.type(KeyCode.LEFT);
    var newest = requireNonNull(time().cursor().get());
    robot.type(KeyCode.LEFT).type(KeyCode.LEFT).type(KeyCode.LEFT);

    assertThat(time().cursor().get()).isBefore(newest);
    await().until(() -> crosshair(robot, ONE) && crosshair(robot, OTHER));
    for (var i = 0; i < 300 && !shown(robot, ONE + " .readout"); i++) {
      robot.type(KeyCode.LEFT);
    }
    assertThat(robot.lookup(ONE + " .readout .readout-name").<Labeled>queryAll())
        .extracting(Labeled::getText)
        .contains("p50", "p99");

    robot.type(KeyCode.TAB);
    assertThat(time().cursor().get()).isNull();
  }

  @Test
  void shiftedArrows_mark_enterZoomsAll_escapeGoesBack(FxRobot robot) {
    latency(robot);
    focus(robot, ONE);
    robot.type(KeyCode.LEFT).press(KeyCode.SHIFT);
    for (var i = 0; i < 100; i++) {
      robot.type(KeyCode.LEFT);
    }
    robot.release(KeyCode.SHIFT);
    await().until(() -> shown(robot, OTHER + " .dragged"));

    robot.type(KeyCode.ENTER);
    var zoomed = requireNonNull(time().zoomed().get());
    assertThat(shown(robot, ONE + " .dragged")).isFalse();
    await().until(() -> !covers(robot, before(zoomed)) && covers(robot, middle(zoomed)));

    robot.type(KeyCode.ESCAPE);
    assertThat(time().zoomed().get()).isNull();
  }

  @Test
  void plusAndMinus_zoomInAndOut(FxRobot robot) {
    latency(robot);
    focus(robot, ONE);

    robot.type(KeyCode.ADD).type(KeyCode.ADD);
    await().until(() -> zoomed().equals(Optional.of(Duration.ofSeconds(15))));

    robot.type(KeyCode.SUBTRACT);
    await().until(() -> zoomed().equals(Optional.of(Duration.ofSeconds(30))));
    robot.type(KeyCode.SUBTRACT);
    await().until(() -> zoomed().isEmpty());
  }

  private Optional<Duration> zoomed() {
    return Optional.ofNullable(time().zoomed().get()).map(Window::length);
  }

  @Test
  void keysOfAChart_areInItsMenu_inThePalette_andAmongAllKeys(FxRobot robot) {
    latency(robot);

    Hand.click(robot, ONE + "-menu");
    assertThat(robot.lookup(ONE + "-png").<Node>query()).isNotNull();
    robot.type(KeyCode.ESCAPE);

    Hand.palette(robot, "show all keys");
    Hand.sees(robot, "#dialog", true);
    assertThat(robot.lookup("#dialog .keys").<Labeled>queryAll())
        .extracting(Labeled::getText)
        .contains("Left", "Shift+Right", "Enter", "+", "-", "Ctrl+E")
        .doesNotHaveDuplicates();
  }

  private void latency(FxRobot robot) {
    connect(robot);
    robot.interact(() -> window().resize(1440, 900));
    robot.interact(() -> window().model().screen().set("latency"));
    for (var chart : List.of(ONE, OTHER)) {
      await()
          .until(
              () ->
                  robot.lookup(chart + " .plot-layers").tryQuery().isPresent()
                      && robot.lookup(chart + " .without-data").tryQuery().isEmpty());
    }
  }

  private static boolean crosshair(FxRobot robot, String chart) {
    return shown(robot, chart + " .crosshair");
  }

  private static boolean shown(FxRobot robot, String query) {
    return robot.lookup(query).tryQuery().filter(Node::isVisible).isPresent();
  }

  /** Whether the other chart has a place for a moment. */
  private boolean covers(FxRobot robot, Instant at) {
    robot.interact(
        () -> {
          time().cursor().set(null);
          time().cursor().set(at);
        });
    return crosshair(robot, OTHER);
  }

  private static Instant before(Window window) {
    return window.from().minusSeconds(3);
  }

  private static Instant middle(Window window) {
    return window.from().plus(window.length().dividedBy(2));
  }

  private static WritableImage drawn(FxRobot robot) {
    var picture = new AtomicReference<WritableImage>();
    robot.interact(
        () -> picture.set(robot.lookup(ONE + " .plot-layers").query().snapshot(null, null)));
    return requireNonNull(picture.get());
  }

  private static boolean same(WritableImage one, WritableImage other) {
    for (var x = 0; x < (int) one.getWidth(); x++) {
      for (var y = 0; y < (int) one.getHeight(); y++) {
        if (one.getPixelReader().getArgb(x, y) != other.getPixelReader().getArgb(x, y)) {
          return false;
        }
      }
    }
    return true;
  }

  private SharedTime time() {
    return window().model().time();
  }

  @Test
  void arrows_onTheDistributionInFocus_moveItsCrosshair_andTellItsValues(FxRobot robot) {
    latency(robot);
    var about = told(robot, CURVE);
    focus(robot, CURVE);

    robot.type(KeyCode.RIGHT);
    assertThat(told(robot, CURVE)).contains("all nodes p0", "node-1 p0");
    robot.type(KeyCode.RIGHT).type(KeyCode.RIGHT).type(KeyCode.RIGHT).type(KeyCode.RIGHT);

    assertThat(told(robot, CURVE)).contains("all nodes p50", "10");
    assertThat(crosshair(robot, CURVE)).isTrue();
    assertThat(robot.lookup(CURVE + " .legend-value").<Labeled>queryAll())
        .allSatisfy(value -> assertThat(value.getText()).startsWith("p50"));

    robot.type(KeyCode.TAB);
    assertThat(crosshair(robot, CURVE)).isFalse();
    assertThat(told(robot, CURVE)).isEqualTo(about);
  }

  @Test
  void arrows_onTheHeatmapInFocus_tellHowManyWereHowSlow(FxRobot robot) {
    latency(robot);
    goBackUntilToldOf(robot, HEAT, ", all ");

    assertThat(told(robot, HEAT)).contains(" to ", ", all ");
    assertThat(crosshair(robot, ONE)).isTrue();
    robot.type(KeyCode.TAB);
    assertThat(told(robot, HEAT)).doesNotContain(", all ");
  }

  @Test
  void arrows_onLinesInFocus_tellTheirValues(FxRobot robot) {
    latency(robot);
    goBackUntilToldOf(robot, ONE, "p50 10");

    assertThat(told(robot, ONE)).contains("p99 10", " n = ");
  }

  /** While time stands still: what was heard is not to move away from the crosshair. */
  private void goBackUntilToldOf(FxRobot robot, String chart, String words) {
    robot.interact(() -> time().togglePause(window().now()));
    focus(robot, chart);
    for (var i = 0; i < 600 && !told(robot, chart).contains(words); i++) {
      robot.type(KeyCode.LEFT);
    }
  }

  @Test
  void distributionAndHeatmap_asTable_holdTheirValues(FxRobot robot) {
    latency(robot);

    Hand.palette(robot, "show distribution as table");
    Hand.palette(robot, "show how many were how slow as table");

    await().until(() -> tabled(robot, CURVE) && tabled(robot, HEAT));
    assertThat(robot.lookup(CURVE + "-table").<TableView<?>>query().getItems())
        .hasSizeGreaterThan(20);
    assertThat(robot.lookup(HEAT + "-table").<TableView<?>>query().getItems()).isNotEmpty();

    Hand.palette(robot, "show distribution as table");
    await().until(() -> !tabled(robot, CURVE));
  }

  private static boolean tabled(FxRobot robot, String chart) {
    return robot.lookup(chart + "-table").query().getParent().isVisible();
  }

  private static String told(FxRobot robot, String chart) {
    return robot.lookup(chart).query().getAccessibleText();
  }

  private static void focus(FxRobot robot, String chart) {
    robot.interact(() -> robot.lookup(chart).query().requestFocus());
  }
}
