package ai.hal9.console.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.command.Hal9;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.shell.Hand;
import ai.hal9.console.ui.Pictures;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.report.ReportReader;
import ai.hal9.sim.report.ReportReading;
import ai.hal9.sim.report.SavedReport;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Pane;
import javafx.scene.robot.Robot;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.testfx.api.FxRobot;
import org.testfx.service.query.NodeQuery;

/**
 * The {@code console} command with a hand at mouse and keyboard. Each step waits for what a user
 * would wait for, and asserts what has become of the cluster or of what is kept.
 */
final class SmokeWalk {

  static final String DONE = "the walk is done";
  static final String CLUSTER = "default";

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration SETTLED = Duration.ofSeconds(90);
  private static final String PARAMETER = "performance.coalescing";
  private static final Pattern SENT = Pattern.compile("\"signals_sent\": ?(\\d+)");

  private final FxRobot robot = new FxRobot();
  private final HttpClient http = HttpClient.newHttpClient();
  private String current = "";

  private SmokeWalk() {}

  public static void main(String[] arguments) {
    Thread.ofPlatform().name("walk").start(SmokeWalk::walk);
    Hal9.main(new String[] {"console"});
  }

  private static void walk() {
    var walk = new SmokeWalk();
    try {
      walk.step("the window opens", walk::windowOpens);
      walk.step("a cluster starts", walk::clusterStarts);
      try (var _ = SteadyLoad.on(walk.state().url())) {
        walk.step("the overview is live", walk::overviewIsLive);
        walk.step("a parameter changes", walk::parameterChanges);
        walk.step("the effect is told", walk::effectIsTold);
      }
      walk.step("a scenario runs", () -> walk.scenarioRuns("8s", 1));
      walk.step("it runs again", () -> walk.scenarioRuns("4s", 2));
      walk.step("the runs are compared", walk::runsAreCompared);
      System.out.println(DONE);
      walk.step("the cluster stops", walk::stops);
    } catch (Throwable e) {
      System.out.println(walk.failure(e));
      try {
        walk.picture("failed");
      } finally {
        // the cluster ends with this process
        Runtime.getRuntime().halt(1);
      }
    }
  }

  @FunctionalInterface
  private interface Step {
    void take() throws Exception;
  }

  private void step(String what, Step step) throws Exception {
    current = what;
    step.take();
    System.out.println("done: " + what);
  }

  /** Which step failed, in which line of it, and why. */
  private String failure(Throwable e) {
    var where =
        Stream.of(e.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(SmokeWalk.class.getName()))
            .map(frame -> "%s:%d".formatted(frame.getFileName(), frame.getLineNumber()))
            .findFirst()
            .orElse("elsewhere");
    return "FAILED: %s (%s)%n%s".formatted(current, where, e);
  }

  private void windowOpens() {
    await()
        .atMost(SOON)
        .until(
            () ->
                Window.getWindows().stream()
                    .anyMatch(
                        window ->
                            window.isShowing()
                                && window instanceof Stage stage
                                && "HAL9 Console".equals(stage.getTitle())));
    await().atMost(SOON).until(() -> seen("#start-cluster"));
    picture("start");
  }

  private void clusterStarts() {
    click("#preset-one");
    click("#start-cluster");
    await().atMost(START).until(() -> seen("#top-bar"));
    assertThat(state().state()).isEqualTo(Phase.READY);
  }

  private void overviewIsLive() {
    await().atMost(SOON).until(() -> text("#connection").startsWith("live"));
    await().atMost(SOON).until(() -> !text("#tile-p50 .tile-value").equals("–"));
    await().atMost(SOON).until(() -> text("#load").matches("[1-9].* /s"));
    picture("overview");
  }

  private void parameterChanges() throws IOException, InterruptedException {
    click("#nav-tuning");
    await().atMost(SOON).until(() -> seen("#tuning-search"));
    click("#tuning-search");
    robot.write("coalescing");
    var editor = editorOf(PARAMETER);
    Hand.clickNow(robot, editor);
    click("#apply");
    var cluster =
        new ClusterApi(
            http, new ClusterAddress(state().url(), Files.readString(state().tokenFile()).strip()));
    await().atMost(SOON).until(() -> "off".equals(cluster.tuning().get(PARAMETER)));
    await().atMost(SOON).until(() -> seen("#effect"));
    picture("tuning");
  }

  /** The load before the change was short, so its window after it is short too. */
  private void effectIsTold() {
    await().atMost(SETTLED).until(() -> seen("#effect-summary"));
    assertThat(text("#effect-summary")).isNotBlank();
    picture("effect");
  }

  /** A scenario of the library, made shorter in the form: from the order to its kept report. */
  private void scenarioRuns(String duration, int kept) {
    var before = signals();
    click("#nav-load");
    await().atMost(SOON).until(() -> seen("#scenarios"));
    choose("smoke");
    write("#form-duration", duration);
    click("#start-load");
    await().atMost(SOON).until(() -> seen("#running-load") && text("#running-load").endsWith("/s"));
    await().atMost(SOON).until(() -> signals() > before);
    picture("load-" + kept);
    await().atMost(SOON).until(() -> runs().size() == kept);
    var run = runs().getFirst();
    assertThat(run.scenario()).isEqualTo("smoke");
    assertThat(run.ending()).isEqualTo(LoadEnding.COMPLETED);
    assertThat(run.completed()).isPositive();
    assertThat(run.failed()).isZero();
    assertThat(signals() - before).isGreaterThanOrEqualTo(run.completed());
    await().atMost(SOON).until(() -> seen("#open-run") && !seen("#running-load"));
  }

  /** The page tells what the kept reports say, the earlier run first. */
  private void runsAreCompared() {
    click("#nav-runs");
    await().atMost(SOON).until(() -> seen("#runs") && table().getItems().size() == 2);
    robot.interact(() -> table().requestFocus());
    robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
    click("#compare-runs");
    await().atMost(SOON).until(() -> seen("#figures"));
    picture("compare");
    var reports = reports().reversed();
    assertThat(reports).hasSize(2);
    assertThat(figures("Completed"))
        .isEqualTo(reports.stream().map(report -> Unit.RATE.text(report.throughput())).toList());
    assertThat(figures("Response max"))
        .isEqualTo(
            reports.stream()
                .map(report -> Unit.SECONDS.text(report.responseTime().maxMicros() / 1e6))
                .toList());
  }

  private void stops() {
    var stage = (Stage) Window.getWindows().getFirst();
    robot.interact(
        () -> Event.fireEvent(stage, new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
    click("#stop-cluster");
  }

  /** A menu's entry; where its popup opens is the desktop's business. */
  private void choose(String scenario) {
    robot.interact(
        () ->
            robot.lookup("#scenarios").<MenuButton>query().getItems().stream()
                .filter(item -> ("scenario-" + scenario).equals(item.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
  }

  /** Types over what stands in a field, which may have to be scrolled to. */
  private void write(String query, String words) {
    robot.interact(() -> robot.lookup(query).query().requestFocus());
    robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
    robot.write(words);
    await().atMost(SOON).until(() -> text(query).equals(words));
  }

  private TableView<RunSummary> table() {
    return robot.lookup("#runs").queryTableView();
  }

  /** A row of the comparison: its values, without their differences. */
  private List<String> figures(String name) {
    var cells = robot.lookup("#figures").<GridPane>query().getChildren();
    var row =
        cells.stream()
            .filter(cell -> words(cell).filter(name::equals).isPresent())
            .map(GridPane::getRowIndex)
            .findFirst()
            .orElseThrow();
    return cells.stream()
        .filter(cell -> GridPane.getRowIndex(cell).equals(row))
        .filter(cell -> GridPane.getColumnIndex(cell) > 0)
        .flatMap(cell -> words(cell).stream())
        .toList();
  }

  private static Optional<String> words(Node cell) {
    return cell instanceof Pane pane && pane.getChildren().getFirst() instanceof Label label
        ? Optional.of(label.getText())
        : Optional.empty();
  }

  /** What is kept; this process may open the file beside the window. */
  private static List<RunSummary> runs() {
    try (var store = store()) {
      return store.list();
    }
  }

  private static List<SavedReport> reports() {
    try (var store = store()) {
      return store.list().stream()
          .map(run -> ReportReader.read(store.report(run.id()).orElseThrow().json()))
          .map(read -> ((ReportReading.Accepted) read).report())
          .toList();
    }
  }

  private static RunStore store() {
    return RunStore.in(Hal9Home.standard().directory().resolve("console"), Clock.systemUTC());
  }

  /** How many signals the one node has taken. */
  private long signals() {
    var node = state().nodes().getFirst().url();
    var question = HttpRequest.newBuilder(node.resolve("/api/v1/metrics")).build();
    try {
      var said = SENT.matcher(http.send(question, BodyHandlers.ofString()).body());
      return said.find() ? Long.parseLong(said.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A parameter's name has dots, which a query takes for its own. */
  private Node editorOf(String parameter) {
    NodeQuery found = robot.lookup((Node node) -> ("edit-" + parameter).equals(node.getId()));
    await().atMost(SOON).until(() -> found.tryQuery().filter(SmokeWalk::visible).isPresent());
    return found.query();
  }

  private void click(String query) {
    await().atMost(SOON).until(() -> seen(query));
    Hand.clickNow(robot, robot.lookup(query).match((Node node) -> visible(node)).query());
  }

  /** Whether it is on screen. */
  private boolean seen(String query) {
    return robot.lookup(query).<Node>tryQuery().filter(SmokeWalk::visible).isPresent();
  }

  private static boolean visible(Node node) {
    for (var part = node; part != null; part = part.getParent()) {
      if (!part.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null;
  }

  private String text(String query) {
    return robot.lookup(query).<Node>tryQuery().map(SmokeWalk::read).orElse("");
  }

  private static String read(Node node) {
    return switch (node) {
      case Labeled labeled -> labeled.getText();
      case TextInputControl input -> input.getText();
      default -> "";
    };
  }

  private ClusterState state() {
    return ClusterControl.standard().state(CLUSTER).orElseThrow();
  }

  /** What is on the display now, for whoever has to find out what went wrong. */
  private void picture(String name) {
    var file = Path.of(System.getProperty("java.io.tmpdir"), name + ".png");
    robot.interact(
        () -> {
          var screen = Screen.getPrimary().getBounds();
          try (var out = Files.newOutputStream(file)) {
            Pictures.png(new Robot().getScreenCapture(null, screen), out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
