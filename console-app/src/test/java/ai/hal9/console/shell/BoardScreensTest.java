package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.chart.Span;
import ai.hal9.console.connect.FakeNode;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.SetClock;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.dashboards.catalog.DashboardLibrary;
import ai.hal9.dashboards.model.DashboardReading.Accepted;
import ai.hal9.dashboards.model.Panel;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Dashboards in the window, their files beside it. */
@ExtendWith(ApplicationExtension.class)
class BoardScreensTest {

  private static final String MINE =
      """
      title: Mine
      panels:
        - tile: entries
          title: Entries
          unit: count
          sum: %s
      """;

  private static final String QUEUE = "/api/v1/queue";
  private static final String WARMING = "/api/v1/cache";

  private final SetClock clock = new SetClock();
  private @Nullable Path directory;
  private @Nullable ConsoleWindow opened;

  @Start
  void start(Stage stage) throws IOException {
    directory = Files.createTempDirectory(Path.of("target"), "board-screens");
    clock.set(Instant.now());
    TestStage.reset(stage);
    opened =
        new ConsoleWindow(
            stage,
            new Surroundings(
                new FakeClusters(home().resolve("cluster")),
                Background.threads(),
                clock,
                home(),
                dashboards(),
                (_, _) -> Optional.empty()));
    opened.show();
    // the stage is one for all tests, and may have been resized
    stage.sizeToScene();
  }

  @Stop
  void stop() throws IOException {
    window().end();
    try (Stream<Path> files = Files.walk(home())) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Test
  void fileSaved_appears_isReloaded_andMistakesAreToldByLine(FxRobot robot) throws IOException {
    connect(robot);

    save("mine", MINE.formatted("hal9_cache_entries"));
    await().until(() -> robot.lookup("#nav-own-mine").tryQuery().isPresent());
    Hand.click(robot, "#nav-own-mine");
    await().until(() -> robot.lookup("#tile-entries").tryQuery().isPresent());

    save("mine", MINE.formatted("hal9_cache_entrys"));
    await().until(() -> robot.lookup("#board-errors").tryQuery().isPresent());
    Hand.reads(robot, "#board-errors .log", "line 6", "did you mean 'hal9_cache_entries'?");

    save("mine", MINE.formatted("hal9_cache_entries").replace("Entries", "All entries"));
    await().until(() -> robot.lookup("#tile-entries").tryQuery().isPresent());
    Hand.reads(robot, "#tile-entries .tile-label", "All entries");

    Files.delete(dashboards().resolve("mine.yaml"));
    await().until(() -> robot.lookup("#nav-own-mine").tryQuery().isEmpty());
    await().until(() -> window().model().screen().get().equals("overview"));
  }

  @Test
  void hour_whileLessIsShown_isComputedAhead(FxRobot robot) {
    var history = HistoryStore.empty(clock);
    var asked = ConcurrentHashMap.<Duration>newKeySet();
    var watched =
        (HistoryStore)
            Proxy.newProxyInstance(
                HistoryStore.class.getClassLoader(),
                new Class<?>[] {HistoryStore.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("axis")) {
                    asked.add(((Window) arguments[0]).length());
                  }
                  return method.invoke(history, arguments);
                });
    Frames.tell(watched, 30);
    var nobody = new ClusterAddress(URI.create("http://127.0.0.1:1"), "");

    robot.interact(
        () ->
            window().model().open(Session.attached("x", nobody, new Site.Here(), watched, clock)));

    await()
        .until(
            () -> {
              clock.set(clock.instant().plusSeconds(1));
              return asked.contains(Duration.ofHours(1));
            });
    assertThat(window().model().time().span().get()).isEqualTo(Span.MINUTES_5);
  }

  @Test
  void failures_thatDidNotHappen_areSaidToBeNone(FxRobot robot) {
    connect(robot);
    open(robot, "pipeline");

    Hand.reads(robot, "#panel-failures .empty", "None heard of in this window.");
    await().until(() -> !robot.lookup("#panel-failures .legend").query().isVisible());
  }

  @Test
  void panelMovedAndRemoved_byKeysAndButtons_changesTheFile_andUndoPutsItBack(FxRobot robot) {
    connect(robot);
    open(robot, "performance");
    var before = panels("performance");

    Hand.click(robot, "#board-edit");
    robot.press(KeyCode.CONTROL).type(KeyCode.RIGHT).release(KeyCode.CONTROL);
    await()
        .untilAsserted(
            () ->
                assertThat(panels("performance"))
                    .startsWith(before.get(1), before.get(0), before.get(2)));
    Hand.click(robot, "#panel-" + before.get(2) + "-remove");
    await().until(() -> !panels("performance").contains(before.get(2)));

    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    await().until(() -> panels("performance").contains(before.get(2)));
    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    await().until(() -> panels("performance").equals(before));
    await().until(() -> !Files.exists(dashboards().resolve("performance.yaml")));

    robot
        .press(KeyCode.CONTROL, KeyCode.SHIFT)
        .type(KeyCode.Z)
        .release(KeyCode.SHIFT, KeyCode.CONTROL);
    await().until(() -> panels("performance").getFirst().equals(before.get(1)));
    Hand.click(robot, "#board-restore");
    await().until(() -> panels("performance").equals(before));
  }

  @Test
  void panelRemoved_undoneAndRedone_fromThePalette_changesTheFile(FxRobot robot) {
    connect(robot);
    open(robot, "performance");
    var before = panels("performance");
    Hand.click(robot, "#board-edit", "#panel-" + before.getFirst() + "-remove");
    await().until(() -> !panels("performance").contains(before.getFirst()));

    Hand.palette(robot, "undo the last change");
    await().until(() -> panels("performance").equals(before));
    Hand.palette(robot, "redo the change");
    await().until(() -> !panels("performance").contains(before.getFirst()));
    Hand.palette(robot, "restore the original");
    await().until(() -> panels("performance").equals(before));
  }

  @Test
  void panelAdded_fromThePalette_opensTheForm(FxRobot robot) {
    connect(robot);
    open(robot, "jvm");

    Hand.palette(robot, "add a panel");

    Hand.sees(robot, "#new-panel", true);
    Hand.sees(robot, "#board-restore", false);
  }

  @Test
  void nodeChosen_showsItsValuesAlone(FxRobot robot) {
    var session = connect(robot);
    // of which nothing but its users is known
    Frames.users("node-2", session.history(), clock.instant(), 5, 2);
    // nobody tells of it, so that it is seen as time passes
    clock.set(clock.instant().plusSeconds(2));
    await().until(() -> robot.lookup("#board-node").<MenuButton>query().getItems().size() == 3);

    Hand.click(robot, "#board-node", "#board-node-node-2");
    await().until(() -> median(robot).equals("–"));

    Hand.palette(robot, "show node-1 alone");
    await().until(() -> median(robot).startsWith("10"));
    Hand.palette(robot, "show node-2 alone");
    await().until(() -> median(robot).equals("–"));
    Hand.palette(robot, "show all nodes on");
    await().until(() -> median(robot).startsWith("10"));
  }

  private static String median(FxRobot robot) {
    return robot.lookup("#tile-p50 .tile-value").<Labeled>query().getText();
  }

  @Test
  void panelDragged_takesThePlaceOfAnother(FxRobot robot) {
    connect(robot);
    open(robot, "performance");
    var before = panels("performance");
    Hand.click(robot, "#board-edit");

    Hand.over(robot, "#panel-" + before.getFirst() + "-handle")
        .press(MouseButton.PRIMARY)
        .moveBy(20, 0);
    Hand.over(robot, "#panel-" + before.get(2) + "-handle").release(MouseButton.PRIMARY);

    await()
        .untilAsserted(
            () ->
                assertThat(panels("performance"))
                    .startsWith(before.get(1), before.get(2), before.get(0)));
  }

  @Test
  void escape_closesTheForm_thenEndsEditing(FxRobot robot) {
    connect(robot);
    open(robot, "performance");
    Hand.click(robot, "#board-edit", "#board-add");
    Hand.sees(robot, "#new-panel", true);

    robot.type(KeyCode.ESCAPE);
    Hand.sees(robot, "#new-panel", false);
    Hand.sees(robot, "#board-add", true);

    robot.type(KeyCode.ESCAPE);
    Hand.sees(robot, "#board-add", false);
  }

  @Test
  void panelAdded_afterTheSuggestionIsTaken_isInTheFile(FxRobot robot) {
    connect(robot);
    open(robot, "jvm");
    Hand.click(robot, "#board-edit", "#board-add");

    Hand.click(robot, "#new-panel-metric").write("hal9_telemetry_dropd_total");
    Hand.reads(robot, "#new-panel-errors .label", "did you mean 'hal9_telemetry_dropped_total'?");
    assertThat(robot.lookup("#new-panel-add").queryButton().isDisabled()).isTrue();
    robot.interact(
        () -> ((javafx.scene.control.TextField) robot.lookup("#new-panel-metric").query()).clear());
    Hand.click(robot, "#new-panel-metric").write("subscriber lost");
    Hand.click(robot, "#suggest-hal9_telemetry_dropped_total");
    Hand.click(robot, "#new-panel-add");

    await()
        .ignoreExceptions()
        .until(
            () ->
                Files.readString(dashboards().resolve("jvm.yaml"))
                    .contains("rate: hal9_telemetry_dropped_total"));
  }

  @Test
  void targetsChosen_changeTheTile_andAreRemembered(FxRobot robot) {
    connect(robot);
    Hand.reads(robot, "#tile-p99 .tile-target", "target ≤ 100 ms");

    Hand.click(robot, "#board-targets", "#board-targets-operations");

    Hand.reads(robot, "#tile-p99 .tile-target", "target ≤ 500 ms");
    await()
        .ignoreExceptions()
        .until(() -> Files.readString(home().resolve("settings.json")).contains("\"operations\""));
  }

  @Test
  void alertThatFires_isCounted_toldAndListedWithAdvice(FxRobot robot) {
    var session = connect(robot);
    Hand.reads(robot, "#alerts", "0 alerts");

    for (var minute = 0; minute < 8; minute++) {
      Frames.users(session.history(), clock.instant(), 60, 1_000);
      // the window looks once it has noticed the time
      await().until(() -> !window().now().isBefore(clock.instant()));
      clock.set(clock.instant().plusSeconds(60));
    }

    await().until(() -> robot.lookup("#alerts").queryButton().getText().equals("1 alert"));
    Hand.click(robot, "#alerts");
    await().until(() -> robot.lookup("#alert-HighConcurrentUsers").tryQuery().isPresent());
    Hand.reads(robot, "#alert-HighConcurrentUsers .alert-where", "node-1", "1,000");
    Hand.reads(robot, "#alert-HighConcurrentUsers .alert-advice", "Add a node");
  }

  @Test
  void tile_withAScreen_opensIt(FxRobot robot) {
    connect(robot);

    await().until(() -> robot.lookup("#tile-hits").tryQuery().isPresent());
    Hand.click(robot, "#tile-hits");

    assertThat(window().model().screen().get()).isEqualTo("cache");
  }

  @Test
  void queueAndCache_sayThatNobodyAnswers_andOfferWhatCanBeDone(FxRobot robot) {
    connect(robot);
    open(robot, "queue");
    Hand.reads(robot, "#dead-letters-failure", "does not answer");
    assertThat(robot.lookup("#redrive").query().isDisabled()).isTrue();
    assertThat(robot.lookup("#discard").query().isDisabled()).isTrue();

    open(robot, "cache");
    Hand.reads(robot, "#warm-failure", "does not answer");
    assertThat(robot.lookup("#warm").query().isDisabled()).isFalse();
    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("warm the caches");
    Hand.reads(robot, "#palette-list .palette-row .label", "Warm the caches of all nodes");
    robot.type(KeyCode.ESCAPE);
  }

  @Test
  void queueAndCache_afterTheClockWasSetBack_askAgain(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("")) {
      connect(robot, node.url());
      for (var screen : Map.of("queue", QUEUE, "cache", WARMING).entrySet()) {
        open(robot, screen.getKey());
        await().until(() -> node.asked(screen.getValue()) > 0);
        var before = node.asked(screen.getValue());

        clock.set(clock.instant().minusSeconds(3_600));

        await().until(() -> node.asked(screen.getValue()) > before);
      }
    }
  }

  @Test
  void screensLeftBehind_areLetGoOf_andOpenAgain(FxRobot robot) {
    connect(robot);
    open(robot, "cache");
    var left = new WeakReference<>(robot.lookup("#board-cache").query());

    for (var screen : List.of("pools", "pipeline", "stores", "jvm", "performance")) {
      open(robot, screen);
    }

    awaitCollected(robot, left);
    open(robot, "cache");
  }

  @Test
  void clusterLeft_isLetGoOf_withItsHistory(FxRobot robot) {
    connect(robot);
    var left = new WeakReference<>(window().model().session().get());
    assertThat(left.get()).isNotNull();

    robot.interact(() -> window().model().leave());

    awaitCollected(robot, left);
  }

  private static void awaitCollected(FxRobot robot, WeakReference<?> left) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              robot.interact(BoardScreensTest::forgetEvents);
              System.gc();
              return left.get() == null;
            });
  }

  /** The robot keeps every event of the stage registered, and with it what was under the mouse. */
  private static void forgetEvents() {
    var context = FxToolkit.toolkitContext();
    context.setRegisteredStage(context.getRegisteredStage());
  }

  private void open(FxRobot robot, String screen) {
    robot.interact(() -> window().model().screen().set(screen));
    await().until(() -> robot.lookup("#board-" + screen).tryQuery().isPresent());
  }

  private Session connect(FxRobot robot) {
    return connect(robot, URI.create("http://127.0.0.1:1"));
  }

  private Session connect(FxRobot robot, URI url) {
    var session = Session.attached("test", new ClusterAddress(url, ""), new Site.Here(), clock);
    Frames.tell(session.history(), clock.instant(), 30);
    robot.interact(() -> window().model().open(session));
    await()
        .until(
            () ->
                robot
                    .lookup("#tile-p50 .tile-value")
                    .tryQueryAs(Labeled.class)
                    .filter(value -> !value.getText().equals("–"))
                    .isPresent());
    return session;
  }

  private List<String> panels(String name) {
    return new DashboardLibrary(dashboards())
        .entries().stream()
            .filter(entry -> entry.name().equals(name))
            .flatMap(
                entry ->
                    entry.reading() instanceof Accepted(var dashboard)
                        ? dashboard.panels().stream()
                        : Stream.of())
            .map(Panel::id)
            .toList();
  }

  private void save(String name, String text) throws IOException {
    Files.createDirectories(dashboards());
    Files.writeString(dashboards().resolve(name + ".yaml"), text);
  }

  private Path dashboards() {
    return home().resolve("dashboards");
  }

  private Path home() {
    return requireNonNull(directory);
  }

  private ConsoleWindow window() {
    return requireNonNull(opened);
  }
}
