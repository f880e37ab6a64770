package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.runs.RunReportText;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.runs.SampleReports;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.driver.CountingTarget;
import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.scenario.RequestTemplate;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.css.PseudoClass;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/**
 * The load screen and the past runs with real generator processes, against a server that counts.
 */
@ExtendWith(ApplicationExtension.class)
class LoadScreenIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String STEADY =
      """
      # a steady load
      executor: constant-arrival-rate
      rate: 40
      duration: 5min
      """;

  private final CountingTarget cluster = new CountingTarget();
  private final List<Path> asked = new CopyOnWriteArrayList<>();
  private @Nullable Path home;
  private @Nullable Stage shown;
  private @Nullable ConsoleWindow opened;

  @Start
  void start(Stage stage) throws IOException {
    home = Files.createTempDirectory(Path.of("target"), "load-screen");
    shown = stage;
    TestStage.reset(stage);
    opened =
        new ConsoleWindow(
            stage,
            new Surroundings(
                new FakeClusters(home().resolve("cluster")),
                Background.threads(),
                Clock.systemUTC(),
                home().resolve("console"),
                new Desk()));
    opened.show();
  }

  @Stop
  void stop() throws IOException {
    window().end();
    cluster.close();
    Files.walkFileTree(
        home(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var _ = file.toFile().delete();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            var _ = directory.toFile().delete();
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void load_startedSteeredStopped_isWhatTheServerGets_andIsKept(FxRobot robot)
      throws InterruptedException {
    open(robot, cluster.url());
    write(robot, STEADY);
    focusYaml(robot);
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);

    await().atMost(SOON).until(() -> cluster.signals() > 60);
    assertThat(cluster.rate()).isBetween(20.0, 60.0);
    await().atMost(SOON).until(() -> node(robot, "#steer").isVisible());
    robot.interact(() -> robot.lookup("#steer-number").<TextField>query().setText("300"));
    fire(robot, "#steer");
    await().atMost(SOON).until(() -> cluster.rate() > 200);
    fire(robot, "#follow");
    await().atMost(SOON).until(() -> cluster.rate() < 60);

    fire(robot, "#stop-load");
    await().atMost(SOON).until(() -> !kept().isEmpty());
    assertThat(kept())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.steered()).isEqualTo(2);
              assertThat(run.completed()).isEqualTo(cluster.signals());
              assertThat(run.ending()).isEqualTo(LoadEnding.STOPPED);
            });

    await().atMost(SOON).until(() -> node(robot, "#open-run").isVisible());
    fire(robot, "#open-run");
    await().atMost(SOON).until(() -> robot.lookup("#run-page").tryQuery().isPresent());
  }

  @Test
  void scenario_startedFromThePalette_sendsIt_andClosingEndsIt(FxRobot robot) {
    open(robot, cluster.url());
    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("start load spike").type(KeyCode.ENTER);
    await().atMost(SOON).until(() -> cluster.signals() > 20);

    robot.interact(window()::close);
    fire(robot, "#end-load");

    await().atMost(SOON).until(() -> !stage().isShowing());
    var sent = cluster.signals();
    assertThat(kept())
        .singleElement()
        .satisfies(run -> assertThat(run.scenario()).isEqualTo("spike"));
    await().during(Duration.ofMillis(300)).until(() -> cluster.signals() == sent);
  }

  @Test
  void cluster_elsewhere_isSentNothing(FxRobot robot) {
    open(robot, URI.create("http://192.0.2.1:8080"), new Site.Elsewhere("It runs at 192.0.2.1."));
    write(robot, STEADY);

    assertThat(node(robot, "#start-load").isDisabled()).isTrue();
    assertThat(node(robot, "#load-read-only").isVisible()).isTrue();
    focusYaml(robot);
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    assertThat(home().resolve("console/load.log")).doesNotExist();
  }

  @Test
  void form_andText_sayTheSame_andAreSaved(FxRobot robot) throws IOException {
    open(robot, cluster.url());
    write(robot, STEADY);
    assertThat(robot.lookup("#form-rate").<TextField>query().getText()).isEqualTo("40");

    robot.interact(() -> robot.lookup("#form-rate").<TextField>query().setText("55"));
    assertThat(yaml(robot).getText()).isEqualTo(STEADY.replace("40", "55"));
    robot.interact(() -> robot.lookup("#form-rate").<TextField>query().setText("many"));
    assertThat(node(robot, "#start-load").isDisabled()).isTrue();
    assertThat(robot.lookup(".scenario-error").<Labeled>query().getText())
        .startsWith("line 3: rate");
    robot.interact(() -> robot.lookup("#form-rate").<TextField>query().setText("60"));

    robot.interact(() -> robot.lookup("#scenario-name").<TextField>query().setText("steady"));
    fire(robot, "#save-scenario");
    assertThat(Files.readString(home().resolve("scenarios/steady.yaml")))
        .isEqualTo(STEADY.replace("40", "60"))
        .isEqualTo(yaml(robot).getText());
    assertThat(ScenarioFiles.bundledNames()).doesNotContain("steady");
  }

  @Test
  void requests_addedInTheForm_areInTheText_andMistakesAreMarked(FxRobot robot) {
    open(robot, cluster.url());
    write(robot, STEADY);
    fire(robot, "#form-mix-add");
    fire(robot, "#form-mix-add");
    robot.interact(() -> robot.lookup("#mix-2-weight").<TextField>query().setText("3"));

    var mix = accepted(robot).mix();
    assertThat(mix).extracting(RequestTemplate::weight).containsExactly(1, 3);
    assertThat(mix.getFirst().body()).isEqualTo(RequestTemplate.SIGNAL.body());
    assertThat(mix.getLast().method()).isEqualTo("GET");

    robot.interact(() -> robot.lookup("#mix-2-path").<TextField>query().setText("no slash"));
    await().atMost(SOON).until(() -> node(robot, "#start-load").isDisabled());
    assertThat(node(robot, "#mix-2-path").getPseudoClassStates())
        .extracting(PseudoClass::getPseudoClassName)
        .contains("wrong");
    fire(robot, "#mix-2-remove");
    assertThat(accepted(robot).mix()).hasSize(1);
  }

  @Test
  void edits_notSaved_areThereAgain(FxRobot robot) {
    open(robot, cluster.url());
    write(robot, STEADY);
    robot.interact(() -> window().model().leave());
    open(robot, cluster.url());

    assertThat(yaml(robot).getText()).isEqualTo(STEADY);
    fire(robot, "#revert-scenario");
    var original = yaml(robot).getText();
    robot.interact(() -> window().model().leave());
    open(robot, cluster.url());
    assertThat(yaml(robot).getText()).isEqualTo(original).isNotEqualTo(STEADY);
  }

  @Test
  void runs_imported_compared_exported_deleted_andBack(FxRobot robot) throws IOException {
    var began = Instant.parse("2026-03-01T10:00:00Z");
    try (var store = RunStore.in(home().resolve("console"), Clock.systemUTC())) {
      store.add(SampleReports.of("slow", began, 40_000, "100"));
    }
    var text = SampleReports.of("fast", began.plusSeconds(60), 10_000, "500");
    Files.writeString(home().resolve("report.json"), text.json());
    Files.writeString(home().resolve("report.html"), text.page());
    open(robot, cluster.url());
    screen(robot, "runs");
    TableView<RunSummary> table = robot.lookup("#runs").queryTableView();
    await().atMost(SOON).until(() -> table.getItems().size() == 1);

    fire(robot, "#import-run");
    await().atMost(SOON).until(() -> table.getItems().size() == 2);
    assertThat(kept()).extracting(RunSummary::name).containsExactly("fast", "slow");

    robot.interact(() -> table.getSelectionModel().selectAll());
    fire(robot, "#compare-runs");
    await().atMost(SOON).until(() -> robot.lookup("#figures").tryQuery().isPresent());
    robot.interact(
        () ->
            robot.lookup("#export-run").<javafx.scene.control.MenuButton>query().getItems().stream()
                .filter(item -> String.valueOf(item.getId()).startsWith("export-figures"))
                .forEach(javafx.scene.control.MenuItem::fire));
    for (var name : List.of("figures.csv", "figures.html", "figures.json")) {
      await().atMost(SOON).until(() -> Files.exists(home().resolve(name)));
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Files.readString(home().resolve("figures.csv")))
                    .startsWith("figure,slow,fast"));
    assertThat(asked).first().isEqualTo(Path.of(System.getProperty("user.home")));
    assertThat(asked).last().isEqualTo(home().toAbsolutePath());
    fire(robot, "#runs-back");

    robot.interact(() -> table.getSelectionModel().clearAndSelect(0));
    fire(robot, "#delete-runs");
    await().atMost(SOON).until(() -> kept().size() == 1);
    fire(robot, "#undo-delete");
    await().atMost(SOON).until(() -> kept().size() == 2);
  }

  @Test
  void load_stoppedNow_endsAtOnce_andTheToastLeadsToItsReport(FxRobot robot) {
    open(robot, cluster.url());
    write(robot, STEADY);
    fire(robot, "#start-load");
    await().atMost(SOON).until(() -> cluster.signals() > 20);

    fire(robot, "#abort-load");

    await().atMost(SOON).until(() -> node(robot, "#open-run").isVisible());
    var sent = cluster.signals();
    await().during(Duration.ofMillis(300)).until(() -> cluster.signals() == sent);
    screen(robot, "overview");
    await().atMost(SOON).until(() -> robot.lookup(".toast .button").tryQuery().isPresent());
    assertThat(robot.lookup(".toast .toast-words").<Labeled>queryAll())
        .extracting(Labeled::getText)
        .anyMatch(words -> words.equals("Load ‘demo’ ended: " + kept().getFirst().outcome()));
    fire(robot, ".toast .button");
    await().atMost(SOON).until(() -> robot.lookup("#run-page").tryQuery().isPresent());
    assertThat(window().model().screen().get()).isEqualTo("runs");
  }

  @Test
  void load_heldFromThePalette_isWhatTheServerGets(FxRobot robot) {
    open(robot, cluster.url());
    write(robot, STEADY);
    fire(robot, "#start-load");
    await().atMost(SOON).until(() -> cluster.signals() > 20);
    await().until(() -> node(robot, "#steer").getParent().getParent().isVisible());

    Hand.palette(robot, "choose a load to hold");
    robot.write("300");
    Hand.palette(robot, "hold the load at 300");

    await().atMost(SOON).until(() -> cluster.rate() > 200);
  }

  @Test
  void scenario_saved_chosenAndDeleted_fromThePalette(FxRobot robot) {
    open(robot, cluster.url());
    var file = home().resolve("scenarios/steady.yaml");
    write(robot, STEADY);
    robot.interact(() -> robot.lookup("#scenario-name").<TextField>query().setText("steady"));
    Hand.palette(robot, "save the scenario as");
    await().until(() -> Files.exists(file));
    Hand.palette(robot, "show scenario spike in the editor");
    await().until(() -> !yaml(robot).getText().equals(STEADY));
    Hand.palette(robot, "show scenario steady in the editor");
    await().until(() -> yaml(robot).getText().equals(STEADY));

    Hand.palette(robot, "delete your scenario");

    await().until(() -> !Files.exists(file));
    assertThat(yaml(robot).getText()).isEqualTo(STEADY);
  }

  @Test
  void scenario_deletedByItsButton_isGone_andItsTextStays(FxRobot robot) {
    open(robot, cluster.url());
    write(robot, STEADY);
    robot.interact(() -> robot.lookup("#scenario-name").<TextField>query().setText("steady"));
    fire(robot, "#save-scenario");
    assertThat(home().resolve("scenarios/steady.yaml")).exists();

    fire(robot, "#delete-scenario");

    assertThat(home().resolve("scenarios/steady.yaml")).doesNotExist();
    assertThat(yaml(robot).getText()).isEqualTo(STEADY);
  }

  @Test
  void run_exportedAsJsonAndHtml_isWhatWasKept(FxRobot robot) {
    var text = SampleReports.of("fast", Instant.parse("2026-03-01T10:00:00Z"), 10_000, "500");
    var members = text.json().substring(0, text.json().lastIndexOf('}')).stripTrailing();
    var belowTheHeadline = text.page().substring(text.page().indexOf("</h1>") + "</h1>".length());
    openRun(robot, text);

    Hand.palette(robot, "export report as json");
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(exported("fast.json"))
                    .startsWith(members)
                    .contains("\"name\" : \"fast\""));
    Hand.palette(robot, "export report as html");
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(exported("fast.html")).contains("fast").endsWith(belowTheHeadline));
  }

  @Test
  void run_namedAndNoted_isKeptSo(FxRobot robot) {
    openRun(robot, SampleReports.of("fast", Instant.parse("2026-03-01T10:00:00Z"), 10_000, "500"));

    Hand.click(robot, "#run-name");
    robot.interact(() -> robot.lookup("#run-name").<TextField>query().selectAll());
    robot.write("before lunch").type(KeyCode.ENTER);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(kept()).extracting(RunSummary::name).containsExactly("before lunch"));

    Hand.click(robot, "#run-notes").write("with the large cache");
    Hand.palette(robot, "back to all runs");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(kept())
                    .extracting(RunSummary::notes)
                    .containsExactly("with the large cache"));
  }

  @Test
  void runs_openedAndDeleted_byKeysInTheList(FxRobot robot) {
    openRun(robot, SampleReports.of("fast", Instant.parse("2026-03-01T10:00:00Z"), 10_000, "500"));
    fire(robot, "#runs-back");
    await().until(() -> robot.lookup("#runs").tryQuery().isPresent());
    var table = robot.lookup("#runs").queryTableView();
    robot.interact(
        () -> {
          table.requestFocus();
          table.getSelectionModel().clearAndSelect(0);
        });

    robot.type(KeyCode.ENTER);
    await().atMost(SOON).until(() -> robot.lookup("#run-page").tryQuery().isPresent());
    robot.type(KeyCode.ESCAPE);
    await().until(() -> robot.lookup("#runs").tryQuery().isPresent());
    robot.interact(table::requestFocus);
    robot.type(KeyCode.DELETE);
    await().atMost(SOON).until(() -> kept().isEmpty());
  }

  private void openRun(FxRobot robot, RunReportText text) {
    try (var store = RunStore.in(home().resolve("console"), Clock.systemUTC())) {
      store.add(text);
    }
    open(robot, cluster.url());
    screen(robot, "runs");
    TableView<RunSummary> table = robot.lookup("#runs").queryTableView();
    await().atMost(SOON).until(() -> table.getItems().size() == 1);
    robot.interact(() -> table.getSelectionModel().clearAndSelect(0));
    fire(robot, "#open-runs");
    await().atMost(SOON).until(() -> robot.lookup("#run-page").tryQuery().isPresent());
  }

  private String exported(String name) throws IOException {
    return Files.readString(home().resolve(name));
  }

  private void open(FxRobot robot, URI url) {
    open(robot, url, new Site.Here());
  }

  private void open(FxRobot robot, URI url, Site site) {
    var session = Session.attached("test", new ClusterAddress(url, ""), site, Clock.systemUTC());
    robot.interact(() -> window().model().open(session));
    screen(robot, "load");
  }

  private void screen(FxRobot robot, String id) {
    robot.interact(() -> window().model().screen().set(id));
  }

  private void write(FxRobot robot, String text) {
    robot.interact(() -> yaml(robot).setText(text));
  }

  private void focusYaml(FxRobot robot) {
    robot.interact(() -> yaml(robot).requestFocus());
  }

  private static Scenario accepted(FxRobot robot) {
    return ((ScenarioReading.Accepted) ScenarioFiles.read("form", yaml(robot).getText()))
        .scenario();
  }

  private static TextArea yaml(FxRobot robot) {
    return robot.lookup("#scenario-yaml").query();
  }

  private static javafx.scene.Node node(FxRobot robot, String query) {
    return robot.lookup(query).query();
  }

  /** As a click, wherever on the scrolled page it is. */
  private static void fire(FxRobot robot, String query) {
    await().atMost(SOON).until(() -> robot.lookup(query).tryQuery().isPresent());
    robot.interact(() -> robot.lookup(query).<javafx.scene.control.ButtonBase>query().fire());
  }

  /** What the database's file holds; this process may open it beside the window. */
  private List<RunSummary> kept() {
    try (var store = RunStore.in(home().resolve("console"), Clock.systemUTC())) {
      return store.list();
    }
  }

  /** The user picks the report that lies there, and saves beside it. */
  private final class Desk implements Surroundings.FilePlace {

    @Override
    public Optional<Path> ask(String suggested, Path directory) {
      asked.add(directory);
      return Optional.of(home().resolve(suggested));
    }

    @Override
    public Optional<Path> existing(Path directory) {
      asked.add(directory);
      return Optional.of(home().resolve("report.json"));
    }
  }

  private Path home() {
    return requireNonNull(home);
  }

  private Stage stage() {
    return requireNonNull(shown);
  }

  private ConsoleWindow window() {
    return requireNonNull(opened);
  }
}
