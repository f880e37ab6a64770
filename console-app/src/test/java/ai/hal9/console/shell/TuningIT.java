package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.telemetry.TuningReading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.service.query.NodeQuery;

/** The tuning screen with a real cluster of two nodes: what the nodes have in force is asserted. */
@ExtendWith(ApplicationExtension.class)
class TuningIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SIZE = "performance.signal_buffer_size";
  private static final String FLUSH = "performance.buffer_flush_ms";
  private static final String CONNECTIONS = "database.max_connections";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static @Nullable Path home;
  private static @Nullable RunningCluster cluster;

  private @Nullable Path directory;
  private @Nullable ConsoleWindow opened;
  private @Nullable Path imported;

  @BeforeAll
  static void startCluster() throws IOException {
    home = Files.createTempDirectory(Path.of("target"), "tuning-it");
    cluster =
        ClusterControl.of(new Hal9Home(home), Installation.current())
            .start(ClusterSpec.named("tuning-it").withNodes(2).withStandbys(0), _ -> {});
  }

  @AfterAll
  static void stopCluster() {
    cluster().close();
  }

  @Start
  void start(Stage stage) throws IOException {
    directory = Files.createTempDirectory(requireNonNull(home), "console");
    TestStage.reset(stage);
    opened =
        new ConsoleWindow(
            stage,
            new Surroundings(
                ClusterControl.standard(),
                Background.threads(),
                Clock.systemUTC(),
                directory(),
                new TestFiles(this)));
    opened.show();
    window()
        .model()
        .open(
            Session.attached(
                "tuning-it",
                new ClusterAddress(cluster().url(), token()),
                new Site.Here(),
                Clock.systemUTC()));
    window().model().screen().set("tuning");
  }

  @Stop
  void stop() {
    window().end();
  }

  @Test
  void edited_andCtrlEnter_isInForceOnEveryNode_andCtrlZTakesItBack(FxRobot robot) {
    var before = values(1);
    var version = version();
    var wanted = Integer.toString(Integer.parseInt(before.get(SIZE)) + 7);
    type(robot, SIZE, wanted);
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);

    await().atMost(SOON).until(() -> wanted.equals(values(0).get(SIZE)));
    await().atMost(SOON).until(() -> wanted.equals(values(1).get(SIZE)));
    assertThat(version()).isEqualTo(version + 1);

    await().atMost(SOON).until(() -> visible(robot, "#effect"));
    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    await().atMost(SOON).until(() -> values(1).equals(before));
    assertThat(version()).isEqualTo(version + 2);
  }

  @Test
  void oneNode_chosen_isChangedAlone(FxRobot robot) {
    var other = values(1);
    Hand.click(robot, "#target", "#target-node-1");
    type(robot, FLUSH, "77");
    Hand.click(robot, "#reason").write("to compare");
    Hand.click(robot, "#apply");

    await().atMost(SOON).until(() -> "77".equals(values(0).get(FLUSH)));
    assertThat(values(1)).isEqualTo(other);
    assertThat(tuning(0).history(TuningScope.NODE).getFirst().why()).isEqualTo("to compare");
  }

  @Test
  void oneNode_triedAndTakenBack_followsTheClusterAgain(FxRobot robot) throws Exception {
    var before = requireNonNull(values(0).get(SIZE));
    Hand.click(robot, "#target", "#target-node-1");
    type(robot, SIZE, "91");
    Hand.click(robot, "#apply");
    await().atMost(SOON).until(() -> "91".equals(values(0).get(SIZE)));
    await().atMost(SOON).until(() -> visible(robot, "#effect"));
    robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    await().atMost(SOON).until(() -> before.equals(values(0).get(SIZE)));

    api().tune(TuningScope.CLUSTER, Map.of(SIZE, "92"), "bob", "night run");

    await().atMost(SOON).until(() -> "92".equals(values(0).get(SIZE)));
  }

  @Test
  void refusedByTheCluster_changesNothing_andIsSaidAtTheParameter(FxRobot robot) {
    var before = values(0);
    type(robot, CONNECTIONS, "1000");
    Hand.click(robot, "#apply");

    await()
        .atMost(SOON)
        .until(
            () ->
                robot
                    .lookup((Node node) -> ("problem-" + CONNECTIONS).equals(node.getId()))
                    .<Labeled>query()
                    .getText()
                    .contains("more than PostgreSQL's max_connections"));
    assertThat(values(0)).isEqualTo(before);
  }

  @Test
  void somebodyElseApplied_isNotOverwritten_untilTheUserSaysSo(FxRobot robot) throws Exception {
    type(robot, SIZE, "311");
    api().tune(TuningScope.CLUSTER, Map.of(SIZE, "312"), "bob", "night run");
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);

    await().atMost(SOON).until(() -> robot.lookup("#conflict-apply").tryQuery().isPresent());
    assertThat(values(0)).containsEntry(SIZE, "312");
    Hand.reads(robot, "#notice-words", "bob changed the tuning");

    Hand.click(robot, "#conflict-apply");
    await().atMost(SOON).until(() -> "311".equals(values(1).get(SIZE)));
  }

  @Test
  void reverting_byItself_goesBack(FxRobot robot) {
    var before = requireNonNull(values(1).get(SIZE));
    type(robot, SIZE, "500");
    Hand.click(robot, "#revert-after");
    robot.interact(() -> robot.lookup("#revert-minutes").<TextField>query().setText("0.2"));
    Hand.click(robot, "#apply");
    await().atMost(SOON).until(() -> "500".equals(values(1).get(SIZE)));
    await()
        .atMost(SOON)
        .until(() -> robot.lookup("#reverting .reverting-words").tryQuery().isPresent());

    await().atMost(SOON).until(() -> before.equals(values(1).get(SIZE)));
  }

  @Test
  void reverting_cancelled_staysWithoutAnEnd(FxRobot robot) {
    type(robot, SIZE, "501");
    Hand.click(robot, "#revert-after");
    Hand.click(robot, "#apply");
    await().atMost(SOON).until(() -> robot.lookup("#reverting .button").tryQuery().isPresent());

    Hand.click(robot, "#reverting .button");
    await()
        .atMost(SOON)
        .until(
            () ->
                tuning(0).history(TuningScope.CLUSTER).getFirst().why().startsWith("Keep version"));
    assertThat(tuning(0).history(TuningScope.CLUSTER).getFirst().revertAt()).isNull();
    assertThat(values(0)).containsEntry(SIZE, "501");
  }

  @Test
  void preset_fromThePalette_isADifferenceFirst_thenInForce(FxRobot robot) {
    var before = values(1);
    robot.interact(() -> window().model().screen().set("overview"));
    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("every optimisation off").type(KeyCode.ENTER);
    await().atMost(SOON).until(() -> visible(robot, "#apply"));
    assertThat(values(1)).isEqualTo(before);

    Hand.click(robot, "#apply");
    await().atMost(SOON).until(() -> "off".equals(values(1).get("performance.batching")));
    assertThat(values(1))
        .containsEntry("performance.caching", "off")
        .containsEntry("performance.pooling", "off");

    await().atMost(SOON).until(() -> robot.lookup("#effect-revert").tryQuery().isPresent());
    Hand.click(robot, "#effect-revert");
    await().atMost(SOON).until(() -> values(1).equals(before));
  }

  @Test
  void parameter_fromThePalette_hasTheFocus(FxRobot robot) {
    robot.interact(() -> window().model().screen().set("overview"));
    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("tune interval").type(KeyCode.ENTER);

    await()
        .atMost(SOON)
        .until(
            () ->
                editor(robot, "telemetry.interval_ms").tryQuery().isPresent()
                    && editor(robot, "telemetry.interval_ms").query().isFocused());
  }

  @Test
  void exported_andImported_isTheSame_andAMistakeLoadsNothing(FxRobot robot) throws IOException {
    ready(robot);
    var before = values(0);
    robot.press(KeyCode.CONTROL).type(KeyCode.E).release(KeyCode.CONTROL);
    var file = directory().resolve("hal9-tuning.yaml");
    await().atMost(SOON).until(() -> Files.exists(file) && Files.size(file) > 0);
    var text = Files.readString(file);

    importFile(robot, text.replaceFirst("signal_buffer_size: \\d+", "signal_buffer_size: 123"));
    await().atMost(SOON).until(() -> visible(robot, "#apply"));
    robot.type(KeyCode.ESCAPE);

    importFile(robot, text.replace("signal_buffer_size: ", "signal_bufer_size: "));
    await()
        .atMost(SOON)
        .until(
            () ->
                robot.lookup("#notice .label").queryAllAs(Labeled.class).stream()
                    .anyMatch(label -> label.getText().contains("did you mean")));
    assertThat(visible(robot, "#apply")).isFalse();

    importFile(robot, text);
    await()
        .atMost(SOON)
        .until(
            () ->
                robot.lookup("#notice-words").queryAllAs(Labeled.class).stream()
                    .anyMatch(label -> label.getText().contains("in force already")));
    assertThat(values(0)).isEqualTo(before);
  }

  @Test
  void preset_saved_isAFile_andInTheMenu(FxRobot robot) {
    ready(robot);
    Hand.click(robot, "#presets", "#preset-save");
    Hand.click(robot, "#preset-name").write("night").type(KeyCode.ENTER);

    var file = directory().resolve("presets").resolve("night.yaml");
    await().atMost(SOON).until(() -> Files.exists(file));
    assertThat(file).content().contains("signal_buffer_size: " + values(0).get(SIZE));
  }

  @Test
  void audit_fromThePalette_listsWhoChangedWhatAndWhy_pageByPageByKeys(FxRobot robot)
      throws Exception {
    for (var change = 0; change <= 50; change++) {
      var values = Map.of(FLUSH, Integer.toString(30 + change));
      api().tune(TuningScope.CLUSTER, values, "carol", "sweep " + change);
    }
    robot.interact(() -> window().model().screen().set("overview"));
    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("every change of the tuning").type(KeyCode.ENTER);

    await().atMost(SOON).until(() -> reasons(robot).contains("sweep 50"));
    await().atMost(SOON).until(() -> audit(robot).isFocused());
    assertThat(reasons(robot)).doesNotContain("sweep 0");
    assertThat(
            audit(robot).getItems().stream().filter(line -> line.why().equals("sweep 50")).toList())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.who()).isEqualTo("carol");
              assertThat(line.before()).isEqualTo(Map.of(FLUSH, "79"));
              assertThat(line.after()).isEqualTo(Map.of(FLUSH, "80"));
              assertThat(line.origin().authority()).isEqualTo(TuningOrigin.Authority.TOKEN);
            });

    robot.type(KeyCode.TAB);
    await().atMost(SOON).until(() -> robot.lookup("#audit-older").query().isFocused());
    robot.type(KeyCode.SPACE);
    await().atMost(SOON).until(() -> reasons(robot).contains("sweep 0"));

    robot.type(KeyCode.ESCAPE);
    Hand.sees(robot, "#audit", false);
    ready(robot);
  }

  @SuppressWarnings("unchecked")
  private static TableView<TuningVersion> audit(FxRobot robot) {
    return robot.lookup("#audit-table").queryAs(TableView.class);
  }

  private static List<String> reasons(FxRobot robot) {
    return robot.lookup("#audit-table").tryQuery().isEmpty()
        ? List.of()
        : audit(robot).getItems().stream().map(TuningVersion::why).toList();
  }

  private void type(FxRobot robot, String key, String value) {
    ready(robot);
    robot.press(KeyCode.CONTROL).type(KeyCode.F).release(KeyCode.CONTROL);
    robot.write(key);
    // the rows move while the list is being narrowed down
    robot.interact(() -> editor(robot, key).<Node>query().requestFocus());
    robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
    robot.write(value);
    await().atMost(SOON).until(() -> editor(robot, key).<TextField>query().getText().equals(value));
  }

  private static void ready(FxRobot robot) {
    await().atMost(SOON).until(() -> editor(robot, SIZE).tryQuery().isPresent());
  }

  private void importFile(FxRobot robot, String text) throws IOException {
    imported = Files.writeString(directory().resolve("imported.yaml"), text);
    Hand.click(robot, "#presets", "#tuning-import");
  }

  private static boolean visible(FxRobot robot, String query) {
    var node = robot.lookup(query).tryQuery();
    for (var part = node.orElse(null); part != null; part = part.getParent()) {
      if (!part.isVisible()) {
        return false;
      }
    }
    return node.isPresent();
  }

  /** A parameter's name has dots, which a query by id takes for its own. */
  private static NodeQuery editor(FxRobot robot, String key) {
    return robot.lookup((Node node) -> ("edit-" + key).equals(node.getId()));
  }

  private static Map<String, String> values(int node) {
    return new TreeMap<>(tuning(node).values());
  }

  private static long version() {
    return tuning(0).version(TuningScope.CLUSTER);
  }

  private static TuningReading tuning(int node) {
    try {
      URI url = cluster().state().nodes().get(node).url();
      return api().tuningOf(url);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ClusterApi api() {
    return new ClusterApi(HTTP, new ClusterAddress(cluster().url(), token()));
  }

  private static String token() {
    try {
      return Files.readString(cluster().state().tokenFile()).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static RunningCluster cluster() {
    return requireNonNull(cluster);
  }

  private Path directory() {
    return requireNonNull(directory);
  }

  private ConsoleWindow window() {
    return requireNonNull(opened);
  }

  /** Files are saved in the test's directory, and read as the test says. */
  private record TestFiles(TuningIT test) implements Surroundings.FilePlace {

    @Override
    public Optional<Path> ask(String suggested, Path directory) {
      return Optional.of(test.directory().resolve(suggested));
    }

    @Override
    public Optional<Path> existing(Path directory) {
      return Optional.ofNullable(test.imported);
    }
  }
}
