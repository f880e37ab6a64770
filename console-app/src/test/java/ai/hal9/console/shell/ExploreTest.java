package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.chart.Span;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.source.GeneratedCluster;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Latency, events and one node's page, in the window on JavaFX's headless platform. */
@ExtendWith(ApplicationExtension.class)
class ExploreTest {

  private @Nullable Path directory;
  private @Nullable Stage shown;
  private @Nullable ConsoleWindow opened;

  @Start
  void start(Stage stage) throws IOException {
    directory = Files.createTempDirectory(Path.of("target"), "explore");
    TestStage.reset(stage);
    shown = stage;
    opened =
        new ConsoleWindow(
            stage,
            new Surroundings(
                new FakeClusters(home().resolve("cluster")),
                Background.threads(),
                Clock.systemUTC(),
                home(),
                (suggested, _) -> Optional.of(home().resolve(suggested))));
    opened.show();
  }

  @Stop
  void stop() {
    window().end();
  }

  @Test
  void ctrlDigit_goesToTheScreen(FxRobot robot) {
    connect(robot);

    robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT3).release(KeyCode.CONTROL);
    assertThat(window().model().screen().get()).isEqualTo(window().screens().get(2).id());

    robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT1).release(KeyCode.CONTROL);
    assertThat(window().model().screen().get()).isEqualTo(window().screens().getFirst().id());
  }

  @Test
  void f1_explainsTheScreen_questionMarkTellsAllKeys_escapeCloses(FxRobot robot) {
    connect(robot);
    open(robot, "latency");

    robot.type(KeyCode.F1);
    Hand.reads(robot, "#dialog .dialog-words", window().screen("latency").about());
    robot.type(KeyCode.ESCAPE);
    Hand.sees(robot, "#dialog", false);

    Hand.palette(robot, "all keys");
    Hand.sees(robot, "#dialog", true);
    assertThat(robot.lookup("#dialog .keys").queryAll())
        .extracting(node -> ((Labeled) node).getText())
        .contains("Space", "Ctrl+K", "Ctrl+1", "F1", "Ctrl+Q", "Ctrl+E");
  }

  @Test
  void chart_outOfSightAtFirst_isDrawn_onceALargerWindowShowsIt(FxRobot robot) {
    connect(robot);
    robot.interact(() -> window().resize(900, 600));
    await().until(() -> stage().getScene().getHeight() == 600);
    open(robot, "latency");
    await().until(() -> drawn("#chart-latency-percentiles"));
    assertThat(drawn("#chart-latency-heatmap")).isFalse();

    robot.interact(() -> window().resize(1440, 900));

    await().until(() -> drawn("#chart-latency-heatmap"));
  }

  @Test
  void screen_whoseEntryHasNoRoom_isBroughtIntoSight(FxRobot robot) {
    connect(robot);
    robot.interact(() -> window().resize(900, 600));
    await().until(() -> stage().getScene().getHeight() == 600);
    open(robot, "performance");
    await().until(() -> inSight("#nav-performance"));
    assertThat(inSight("#nav-overview")).isFalse();

    open(robot, "overview");
    await().until(() -> inSight("#nav-overview"));
  }

  private boolean inSight(String entry) {
    var list = lookup(".nav-scroll");
    var node = lookup(entry);
    return list != null
        && node != null
        && Hand.onUi(
            () ->
                list.localToScene(list.getLayoutBounds())
                    .contains(node.localToScene(node.getLayoutBounds())));
  }

  private boolean drawn(String chart) {
    return lookup(chart) != null && lookup(chart + " .without-data") == null;
  }

  @Test
  void heatmap_exportedAsCsv_holdsEverySample(FxRobot robot) throws IOException {
    connect(robot);
    open(robot, "latency");
    await().until(() -> lookup("#chart-latency-heatmap") != null);

    Hand.palette(robot, "many were how slow csv");

    var lines = exported("latency-heatmap.csv");
    var samples =
        lines.stream()
            .skip(1)
            .flatMap(line -> Arrays.stream(line.split(",", -1)).skip(1))
            .filter(count -> !count.isEmpty())
            .mapToLong(Long::parseLong)
            .sum();
    assertThat(samples).isEqualTo(3_000);
  }

  @Test
  void distribution_exportedAsCsv_saysHowManySamplesItRestsOn(FxRobot robot) throws IOException {
    connect(robot);
    open(robot, "latency");

    Hand.palette(robot, "distribution csv");

    assertThat(exported("latency-distribution.csv"))
        .startsWith("of,n,percentile,latency [s],supported")
        .anySatisfy(line -> assertThat(line).startsWith("all nodes,3000,50.0,0.01"))
        .anySatisfy(line -> assertThat(line).startsWith("node-1,3000,100.0,").endsWith(",no"));
  }

  @Test
  void heatmap_exportedAsPng_isAPicture(FxRobot robot) {
    connect(robot);
    open(robot, "latency");

    Hand.palette(robot, "many were how slow png");

    var file = home().resolve("latency-heatmap.png");
    await().until(() -> Files.exists(file) && Files.size(file) > 1_000);
    assertThat(file)
        .satisfies(png -> assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G'));
  }

  @Test
  void legend_clicked_showsThatLineAlone_andAllAgain(FxRobot robot) {
    connect(robot);
    open(robot, "latency");
    await().until(() -> lookup("#latency-percentiles-legend-p99") != null);

    Hand.click(robot, "#latency-percentiles-legend-p99");
    assertThat(chosen("p99")).isTrue();
    assertThat(chosen("p50")).isFalse();

    robot.press(KeyCode.CONTROL);
    Hand.click(robot, "#latency-percentiles-legend-p50").release(KeyCode.CONTROL);
    assertThat(chosen("p50")).isTrue();
    assertThat(chosen("max")).isFalse();
  }

  @Test
  void event_chosenInTheList_movesAllChartsToIt_andEscapeGoesBack(FxRobot robot) {
    connect(robot);
    open(robot, "events");
    await().until(() -> events().getItems().size() == 1);

    Hand.click(robot, "#events-table .table-row-cell");
    var looked = requireNonNull(window().model().time().zoomed().get());
    var happened =
        requireNonNull(window().model().session().get())
            .history()
            .events(looked)
            .getFirst()
            .event()
            .time();
    assertThat(Duration.between(looked.from(), happened))
        .isEqualTo(Duration.between(happened, looked.to()));

    robot.type(KeyCode.ESCAPE);
    assertThat(window().model().time().zoomed().get()).isNull();
  }

  @Test
  void events_filteredBySlash_andExported(FxRobot robot) throws IOException {
    connect(robot);
    open(robot, "events");
    await().until(() -> events().getItems().size() == 1);

    robot.type(KeyCode.SLASH);
    robot.write("nothing like it");
    await().until(() -> events().getItems().isEmpty());
    robot.eraseText("nothing like it".length()).write("batch");
    await().until(() -> events().getItems().size() == 1);

    Hand.click(robot, "#events-csv");
    assertThat(exported("events.csv"))
        .startsWith("time,kind,what,told by,details")
        .anySatisfy(line -> assertThat(line).contains("Tuning,Batch size 50,node-1"));
  }

  @Test
  void events_copied_areOnTheClipboard_fromTheListAndThePalette(FxRobot robot) {
    connect(robot);
    open(robot, "events");
    await().until(() -> events().getItems().size() == 1);

    Hand.click(robot, "#events-copy");
    assertThat(clipboard(robot)).contains("Tuning\tBatch size 50\tnode-1");

    Hand.palette(robot, "events of kind breaker");
    await().until(() -> events().getItems().isEmpty());
    robot.interact(() -> events().requestFocus());
    robot.press(KeyCode.CONTROL).type(KeyCode.C).release(KeyCode.CONTROL);
    assertThat(clipboard(robot)).isEqualTo("time\tkind\twhat\ttold by\tdetails\n");

    Hand.palette(robot, "events of kind all");
    await().until(() -> events().getItems().size() == 1);
  }

  private static String clipboard(FxRobot robot) {
    var text = new AtomicReference<String>("");
    robot.interact(() -> text.set(Clipboard.getSystemClipboard().getString()));
    return text.get();
  }

  @Test
  void node_enterOnItsRow_opensItsPage_andEscapeLeadsBack(FxRobot robot) {
    try (var cluster = GeneratedCluster.start(3, Duration.ofMillis(250), 1)) {
      robot.interact(() -> window().model().open(session("nodes", cluster.url())));
      open(robot, "overview");
      await().until(() -> nodes().getItems().size() == 3);

      robot.interact(
          () -> {
            nodes().requestFocus();
            nodes().getSelectionModel().select(1);
          });
      robot.type(KeyCode.ENTER);

      assertThat(window().model().screen().get()).isEqualTo("node:node-2");
      await().until(() -> lookup("#fact-requests .fact-value") != null);
      await().until(() -> !words(robot, "#fact-requests .fact-value").equals("–"));
      await().until(() -> words(robot, "#node-state").equals("live"));
      Hand.reads(robot, "#node-identity", "version 0.1.0", "/node-2");

      robot.type(KeyCode.ESCAPE);
      assertThat(window().model().screen().get()).isEqualTo("overview");

      Hand.palette(robot, "node node-3");
      assertThat(window().model().screen().get()).isEqualTo("node:node-3");
      Hand.click(robot, "#node-back");
      assertThat(window().model().screen().get()).isEqualTo("overview");
    }
  }

  private boolean chosen(String line) {
    return ((ToggleButton) requireNonNull(lookup("#latency-percentiles-legend-" + line)))
        .isSelected();
  }

  private TableView<?> events() {
    return (TableView<?>) requireNonNull(lookup("#events-table"));
  }

  private TableView<?> nodes() {
    return (TableView<?>) requireNonNull(lookup("#nodes"));
  }

  private @Nullable Node lookup(String query) {
    return stage().getScene().lookup(query);
  }

  private static String words(FxRobot robot, String query) {
    return robot.lookup(query).<Labeled>query().getText();
  }

  private void open(FxRobot robot, String screen) {
    robot.interact(() -> window().model().screen().set(screen));
  }

  private List<String> exported(String name) throws IOException {
    var file = home().resolve(name);
    await().until(() -> Files.exists(file) && Files.size(file) > 0);
    return Files.readAllLines(file);
  }

  /** To a cluster nobody answers at, of which half a minute has been heard. */
  private void connect(FxRobot robot) {
    var session = session("test", URI.create("http://127.0.0.1:1"));
    Frames.tell(session.history(), 30);
    robot.interact(() -> window().model().open(session));
    robot.interact(() -> window().model().time().span().set(Span.MINUTE));
  }

  private static Session session(String name, URI url) {
    return Session.attached(name, new ClusterAddress(url, ""), new Site.Here(), Clock.systemUTC());
  }

  private Path home() {
    return requireNonNull(directory);
  }

  private Stage stage() {
    return requireNonNull(shown);
  }

  private ConsoleWindow window() {
    return requireNonNull(opened);
  }

  @Test
  void nodesPage_isShownAgainOnItsOwnCluster_andNotOnAnother(FxRobot robot) {
    connect(robot);
    open(robot, Screens.node("node-1"));

    robot.interact(() -> window().model().leave());
    connect(robot);
    assertThat(window().model().screen().get()).isEqualTo(Screens.node("node-1"));

    robot.interact(() -> window().model().open(session("other", URI.create("http://127.0.0.1:1"))));
    assertThat(window().model().screen().get()).isEqualTo(window().screens().getFirst().id());
    assertThat(lookup("#node")).isNull();
  }

  @Test
  void headerOfTheEvents_clicked_looksAtNoEvent_aRowDoes(FxRobot robot) {
    connect(robot);
    open(robot, "events");
    await().until(() -> events().getItems().size() == 1);
    robot.interact(() -> events().getSelectionModel().select(0));

    var place = Hand.rest(robot, "#events-table .table-row-cell");

    robot.clickOn(place.getMinX() + 30, place.getMinY() - 10);
    assertThat(window().model().time().zoomed().get()).isNull();

    robot.clickOn(place.getMinX() + 30, place.getCenterY());
    assertThat(window().model().time().zoomed().get()).isNotNull();
  }

  @Test
  void space_onAListOfChoices_reachesIt_andPausesNothing(FxRobot robot) {
    connect(robot);
    open(robot, "latency");
    await().until(() -> lookup("#latency-node") != null);
    robot.interact(() -> requireNonNull(lookup("#latency-node")).requestFocus());

    robot.press(KeyCode.SPACE);

    assertThat(((ComboBox<?>) requireNonNull(lookup("#latency-node"))).isArmed()).isTrue();
    assertThat(window().model().time().live()).isTrue();
    robot.release(KeyCode.SPACE);
  }

  @Test
  void nodesFigures_sayOfWhatMomentTheyAre_asThatChanges(FxRobot robot) {
    connect(robot);
    open(robot, Screens.node("node-1"));
    await().until(() -> lookup("#fact-requests .tile-label") != null);
    var live = words(robot, "#fact-requests .tile-label");
    assertThat(live).doesNotContain("·");

    var time = window().model().time();
    robot.interact(
        () -> time.zoomInto(new Window(window().now().minusSeconds(20), window().now())));
    Hand.reads(robot, "#fact-requests .tile-label", live + " · now");

    robot.interact(time::follow);
    await().until(() -> words(robot, "#fact-requests .tile-label").equals(live));
  }
}
