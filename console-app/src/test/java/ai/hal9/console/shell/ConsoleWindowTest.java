package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.chart.Span;
import ai.hal9.console.session.Session;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.ThemeChoice;
import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.stores.file.Trees;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The window with clusters that have no processes, on JavaFX's headless platform. */
@ExtendWith(ApplicationExtension.class)
class ConsoleWindowTest {

  private @Nullable Path directory;
  private @Nullable Stage shown;
  private @Nullable FakeClusters fake;
  private @Nullable ConsoleWindow opened;

  @Start
  void start(Stage stage) throws IOException {
    directory = Files.createTempDirectory(Path.of("target"), "console-window");
    fake = new FakeClusters(home().resolve("cluster"));
    stage.setX(0);
    stage.setY(0);
    shown = stage;
    opened =
        new ConsoleWindow(
            stage,
            new Surroundings(
                fake,
                Background.threads(),
                Clock.systemUTC(),
                home(),
                suggested -> Optional.of(home().resolve(suggested))));
    opened.show();
  }

  @Stop
  void stop() throws IOException {
    window().model().leave();
    Trees.delete(home());
  }

  @Test
  void startDoor_presetChosen_startsThatCluster(FxRobot robot) {
    Hand.click(robot, "#preset-standbys");
    Hand.click(robot, "#start-cluster");

    await().until(() -> window().model().session().get() != null);
    assertThat(clusters().started)
        .singleElement()
        .satisfies(
            spec -> {
              assertThat(spec.nodes()).isEqualTo(3);
              assertThat(spec.standbys()).isEqualTo(2);
            });
    await().until(() -> settings().contains("\"standbys\""));
  }

  @Test
  void startDoor_cancelled_stopsTheStart(FxRobot robot) {
    clusters().slow = true;
    Hand.click(robot, "#start-cluster");
    await().until(() -> !clusters().started.isEmpty());

    Hand.click(robot, "#cancel-start");

    await().until(() -> clusters().interrupted);
    await().until(() -> robot.lookup("#start-cluster").queryButton().isVisible());
    assertThat(window().model().session().get()).isNull();
  }

  @Test
  void startDoor_portTaken_saysWhatToDo_andStartsNothing(FxRobot robot) {
    clusters().refusal =
        new SimException(SimException.Code.PORT_TAKEN, "port 8080 is taken by another program");
    Hand.click(robot, "#start-port").write("8080");
    Hand.click(robot, "#start-cluster");

    await()
        .until(
            () ->
                robot
                    .lookup("#start-trouble .trouble-words")
                    .<Labeled>query()
                    .getText()
                    .contains("take a free one"));
    assertThat(clusters().started.getFirst().port()).isEqualTo(8080);
    assertThat(window().model().session().get()).isNull();
  }

  @Test
  void close_ownCluster_stopChosen_stopsItBeforeClosing(FxRobot robot) {
    startCluster(robot);

    robot.interact(window()::close);
    assertThat(clusters().stopped).isFalse();
    Hand.click(robot, "#stop-cluster");

    await().until(() -> clusters().stopped && !stage().isShowing());
    assertThat(clusters().letGo).isFalse();
  }

  @Test
  void close_ownCluster_leaveChosen_letsItGo(FxRobot robot) {
    startCluster(robot);

    robot.interact(window()::close);
    Hand.click(robot, "#leave-cluster");

    await().until(() -> clusters().letGo && !stage().isShowing());
    assertThat(clusters().stopped).isFalse();
  }

  @Test
  void close_ownCluster_escape_keepsEverything(FxRobot robot) {
    startCluster(robot);

    robot.interact(window()::close);
    robot.type(KeyCode.ESCAPE);

    assertThat(stage().isShowing()).isTrue();
    assertThat(clusters().stopped || clusters().letGo).isFalse();
  }

  @Test
  void attach_wrongToken_keepsNothing(FxRobot robot) throws IOException {
    try (var cluster = new FakeNode("right")) {
      Hand.click(robot, "#attach-address").write(cluster.address());
      Hand.click(robot, "#attach-token").write("wrong");
      Hand.click(robot, "#attach");

      await()
          .until(
              () ->
                  robot
                      .lookup("#attach-trouble .trouble-words")
                      .<Labeled>query()
                      .getText()
                      .contains("refuses the token"));
      assertThat(window().model().recent()).isEmpty();
      assertThat(home().resolve("tokens")).doesNotExist();
    }
  }

  @Test
  void attach_rightToken_isRememberedWithoutItInTheSettings(FxRobot robot) throws IOException {
    try (var cluster = new FakeNode("right")) {
      Hand.click(robot, "#attach-address").write(cluster.address());
      Hand.click(robot, "#attach-token").write("right");
      Hand.click(robot, "#attach");

      await().until(() -> window().model().session().get() != null);
      await().until(() -> settings().contains(cluster.address()));
      assertThat(settings()).doesNotContain("right");
      try (var tokens = Files.list(home().resolve("tokens"))) {
        assertThat(tokens).singleElement().satisfies(file -> assertThat(file).hasContent("right"));
      }
    }
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
  void palette_fewLetters_doesTheAction(FxRobot robot) {
    connect(robot);

    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("15 m").type(KeyCode.ENTER);

    assertThat(window().model().time().span().get()).isEqualTo(Span.MINUTES_15);
  }

  @Test
  void theme_changed_isRemembered(FxRobot robot) {
    robot.interact(() -> window().theme().choice().set(ThemeChoice.LIGHT));

    await().until(() -> settings().contains("\"LIGHT\""));
  }

  @Test
  void chart_dragged_zoomsAll_andEscapeGoesBack(FxRobot robot) {
    connect(robot);
    var time = window().model().time();

    robot
        .moveTo("#chart-latency .plot-layers")
        .press(MouseButton.PRIMARY)
        .moveBy(60, 0)
        .release(MouseButton.PRIMARY);
    var zoomed = time.zoomed().get();
    assertThat(zoomed).isNotNull();
    assertThat(requireNonNull(zoomed).length().toSeconds()).isBetween(4L, 12L);

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
        .startsWith("time,p50 [s],p95 [s],p99 [s],max [s]")
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

  private void startCluster(FxRobot robot) {
    Hand.click(robot, "#start-cluster");
    await().until(() -> window().model().session().get() != null);
  }

  /** To a cluster nobody answers at, of which half a minute has been heard. */
  private void connect(FxRobot robot) {
    var session =
        Session.attached(
            "test", new ClusterAddress(URI.create("http://127.0.0.1:1"), ""), Clock.systemUTC());
    Frames.tell(session.history(), 30);
    robot.interact(() -> window().model().open(session));
    robot.interact(() -> window().model().time().span().set(Span.MINUTE));
    await()
        .until(() -> !robot.lookup("#tile-p50 .tile-value").<Labeled>query().getText().equals("–"));
  }

  private String settings() throws IOException {
    var file = home().resolve("settings.json");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private Path home() {
    return requireNonNull(directory);
  }

  private Stage stage() {
    return requireNonNull(shown);
  }

  private FakeClusters clusters() {
    return requireNonNull(fake);
  }

  private ConsoleWindow window() {
    return requireNonNull(opened);
  }

  /** A node that knows its members and nothing else. */
  private static final class FakeNode implements AutoCloseable {

    private final HttpServer server;

    FakeNode(String token) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/api/v1/cluster",
          exchange -> {
            var authorized =
                ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            var body =
                authorized
                    ? "{\"data\":[{\"name\":\"node-1\",\"url\":\"http://%s\"}]}"
                        .formatted(address())
                    : "{\"title\":\"no\"}";
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(authorized ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    String address() {
      return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
