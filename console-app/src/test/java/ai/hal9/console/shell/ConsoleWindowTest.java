package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.chart.Span;
import ai.hal9.console.ui.ThemeChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import javafx.application.ColorScheme;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What the window does with any cluster: time, keys, theme, charts, events. */
class ConsoleWindowTest extends WindowOnFakes {

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
  }

  @Stop
  void stop() throws IOException {
    shut();
  }

  @Test
  void span_chosen_isRemembered(FxRobot robot) {
    connect(robot);

    Hand.click(robot, "#span-hour");

    assertThat(window().model().time().span().get()).isEqualTo(Span.HOUR);
    await().until(() -> settings().contains("\"HOUR\""));
  }

  @Test
  void space_pauses_andGoesOn(FxRobot robot) {
    connect(robot);
    robot.interact(
        () -> requireNonNull(stage().getScene().lookup("#chart-latency")).requestFocus());

    robot.type(KeyCode.SPACE);
    assertThat(window().model().time().live()).isFalse();

    robot.type(KeyCode.SPACE);
    assertThat(window().model().time().live()).isTrue();
  }

  @Test
  void slash_leadsToWhatIsLookedFor_onEveryScreenThatSaysSo(FxRobot robot) {
    connect(robot);

    for (var screen :
        Map.of("tuning", "tuning-search", "runs", "runs-filter", "events", "events-search")
            .entrySet()) {
      robot.interact(() -> window().model().screen().set(screen.getKey()));
      robot.type(KeyCode.SLASH);
      await().until(() -> focused().equals(screen.getValue()));
    }
  }

  @Test
  void ctrlZ_whileATextIsWrittenOnTuning_undoesTheTextsOwnEdit(FxRobot robot) {
    connect(robot);
    robot.interact(() -> window().model().screen().set("tuning"));
    Hand.click(robot, "#tuning-search").write("flush");
    assertThat(robot.lookup("#tuning-search").queryTextInputControl().getText()).isEqualTo("flush");

    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);

    assertThat(robot.lookup("#tuning-search").queryTextInputControl().getText())
        .isNotEqualTo("flush");
  }

  private String focused() {
    var owner = stage().getScene().getFocusOwner();
    return owner == null || owner.getId() == null ? "" : owner.getId();
  }

  @Test
  void palette_fewLetters_doesTheAction(FxRobot robot) {
    connect(robot);

    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("15 m").type(KeyCode.ENTER);

    assertThat(window().model().time().span().get()).isEqualTo(Span.MINUTES_15);
  }

  @Test
  void load_thatCannotBeStarted_isToldAsSomethingWrong(FxRobot robot) throws IOException {
    var scenarios = Files.createDirectories(home().resolveSibling("scenarios"));
    Files.writeString(scenarios.resolve("broken.yaml"), "name: broken");
    connect(robot);
    await()
        .until(
            () -> {
              robot.interact(() -> window().act("start-broken"));
              return robot.lookup("#toasts .toast-words").tryQuery().isPresent();
            });

    Hand.reads(robot, "#toasts .toast-words", "broken has errors");
    assertThat(robot.lookup("#toasts .bad-icon").tryQuery()).isPresent();
  }

  @Test
  void theme_changed_isRemembered(FxRobot robot) {
    robot.interact(() -> window().theme().choice().set(ThemeChoice.LIGHT));

    await().until(() -> settings().contains("\"LIGHT\""));
  }

  @Test
  void theme_ofTheDesktop_isFollowed_whileThatIsTheChoice(FxRobot robot) {
    var desktop = stage().getScene().getPreferences();
    robot.interact(
        () -> {
          window().theme().choice().set(ThemeChoice.SYSTEM);
          desktop.setColorScheme(ColorScheme.LIGHT);
        });
    assertThat(window().theme().dark()).isFalse();
    assertThat(sheets()).anyMatch(sheet -> sheet.endsWith("light.css"));

    robot.interact(() -> desktop.setColorScheme(ColorScheme.DARK));
    assertThat(sheets()).anyMatch(sheet -> sheet.endsWith("dark.css"));

    robot.interact(
        () -> {
          window().theme().choice().set(ThemeChoice.LIGHT);
          desktop.setColorScheme(ColorScheme.LIGHT);
          desktop.setColorScheme(ColorScheme.DARK);
        });
    assertThat(sheets()).anyMatch(sheet -> sheet.endsWith("light.css"));
  }

  private List<String> sheets() {
    return stage().getScene().getStylesheets();
  }

  @Test
  void chart_dragged_zoomsAll_andEscapeGoesBack(FxRobot robot) {
    connect(robot);
    var time = window().model().time();
    var plot = Hand.rest(robot, "#chart-latency .plot-layers");

    robot
        .moveTo(plot.getCenterX(), plot.getCenterY())
        .press(MouseButton.PRIMARY)
        .moveBy(plot.getWidth() / 4, 0)
        .release(MouseButton.PRIMARY);
    var zoomed = time.zoomed().get();
    assertThat(zoomed).isNotNull();
    // a quarter of the minute shown, and more, since the axis takes a part of the width
    assertThat(requireNonNull(zoomed).length().toSeconds()).isBetween(15L, 22L);

    robot.type(KeyCode.ESCAPE);
    assertThat(time.zoomed().get()).isNull();
  }

  @Test
  void chart_exportedAsCsv_holdsWhatWasHeard(FxRobot robot) throws IOException {
    connect(robot);

    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("latency as csv").type(KeyCode.ENTER);

    var file = home().resolve("latency.csv");
    await().until(() -> Files.exists(file) && Files.size(file) > 0);
    assertThat(Files.readAllLines(file))
        .startsWith("time,p50 [s],p95 [s],p99 [s],max [s],n")
        .anySatisfy(line -> assertThat(line).matches(".*Z,0\\.010\\d*,0\\.010.*"));
  }

  @Test
  void chart_exportedAsPng_isAPicture(FxRobot robot) {
    connect(robot);
    robot.interact(
        () -> requireNonNull(stage().getScene().lookup("#chart-latency")).requestFocus());

    robot.press(KeyCode.CONTROL).type(KeyCode.E).release(KeyCode.CONTROL);

    var file = home().resolve("latency.png");
    await().until(() -> Files.exists(file) && Files.size(file) > 1_000);
    assertThat(file)
        .satisfies(png -> assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G'));
  }

  @Test
  void chart_asTable_showsTheSameData(FxRobot robot) {
    connect(robot);

    Hand.click(robot, "#chart-latency-menu", "#chart-latency-as-table");

    await().until(() -> robot.lookup("#chart-latency-table").queryTableView().isVisible());
    TableView<?> table = robot.lookup("#chart-latency-table").queryTableView();
    assertThat(table.getItems()).isNotEmpty();
    assertThat(table.getColumns()).hasSize(5);
  }

  @Test
  void event_clicked_isTold(FxRobot robot) {
    connect(robot);
    // what follows the present moves away under a hand that is slow
    robot.interact(() -> window().model().time().togglePause(window().now()));

    Hand.click(robot, "#chart-latency .event");

    assertThat(robot.lookup(".events-told .label").<Labeled>queryAll())
        .extracting(Labeled::getText)
        .anySatisfy(what -> assertThat(what).isEqualTo("Batch size 50"))
        .anySatisfy(who -> assertThat(who).contains("Tuning", "told by node-1"));
  }

  @Test
  void disconnect_attachedCluster_isLeftAlone(FxRobot robot) {
    connect(robot);

    Hand.click(robot, "#disconnect");

    await().until(() -> window().model().session().get() == null);
    assertThat(robot.lookup("#start-cluster").tryQuery()).isPresent();
  }
}
