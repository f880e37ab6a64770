package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.connect.FakeNode;
import ai.hal9.console.ui.ThemeChoice;
import ai.hal9.sim.SimException;
import java.io.IOException;
import java.nio.file.Files;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The doors of the start screen, and what closing asks of a cluster started there. */
class StartScreenTest extends WindowOnFakes {

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
  }

  @Stop
  void stop() throws IOException {
    shut();
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
  void steps_done_areCheckedOff(FxRobot robot) {
    clusters().slow = true;
    Hand.click(robot, "#start-cluster");
    await().until(() -> icons(robot, "good-icon") == 1 && icons(robot, "card-icon") == 1);
    Hand.click(robot, "#cancel-start");
    await().until(() -> robot.lookup("#start-cluster").queryButton().isVisible());
  }

  @Test
  void step_begun_isNotCheckedOff(FxRobot robot) {
    clusters().slow = true;
    clusters().training = true;
    Hand.click(robot, "#start-cluster");
    await().until(() -> icons(robot, "good-icon") == 1 && icons(robot, "card-icon") == 2);
    Hand.click(robot, "#cancel-start");
    await().until(() -> robot.lookup("#start-cluster").queryButton().isVisible());
  }

  @Test
  void startUnderWay_noOtherClusterCanBeOpened(FxRobot robot) {
    clusters().slow = true;
    Hand.click(robot, "#start-cluster");
    await().until(() -> !clusters().started.isEmpty());

    assertThat(robot.lookup("#attach").queryButton().isDisabled()).isTrue();
    Hand.click(robot, "#cancel-start");
    await().until(() -> !robot.lookup("#attach").queryButton().isDisabled());
  }

  @Test
  void startUnderWay_closing_asks_andStopsItBeforeTheWindowIsGone(FxRobot robot) {
    clusters().slow = true;
    Hand.click(robot, "#start-cluster");
    await().until(() -> !clusters().started.isEmpty());

    robot.interact(window()::close);
    Hand.click(robot, "#keep-start");
    assertThat(stage().isShowing()).isTrue();
    robot.interact(window()::close);
    Hand.click(robot, "#end-start");

    await().until(() -> !stage().isShowing());
    assertThat(clusters().interrupted).isTrue();
  }

  @Test
  void startDoor_startedAndThenSomethingFails_leavesNothingRunning(FxRobot robot) {
    clusters().tokenless = true;

    Hand.click(robot, "#start-cluster");

    Hand.reads(robot, "#start-trouble .trouble-words", "could not be started");
    assertThat(clusters().stopped).isTrue();
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

    robot.press(KeyCode.CONTROL).type(KeyCode.Q).release(KeyCode.CONTROL);
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
  void palette_startsAPreset_cancelsIt_andStartsAnother(FxRobot robot) {
    clusters().slow = true;
    Hand.palette(robot, "start a cluster one node");
    await().until(() -> clusters().started.size() == 1);
    assertThat(clusters().started.getFirst().nodes()).isEqualTo(1);

    Hand.palette(robot, "cancel the start");
    await().until(() -> clusters().interrupted);
    await().until(() -> robot.lookup("#start-cluster").queryButton().isVisible());

    clusters().slow = false;
    Hand.palette(robot, "start a cluster two standbys");
    await().until(() -> window().model().session().get() != null);
    assertThat(clusters().started.getLast().standbys()).isEqualTo(2);
  }

  @Test
  void palette_opensWhatRuns_andAttachesAgain(FxRobot robot) throws IOException {
    try (var cluster = FakeNode.asking("")) {
      clusters().run("lab", cluster.url());
      await().until(() -> robot.lookup("#open-lab").tryQuery().isPresent());
      Hand.palette(robot, "open lab");
      await().until(() -> window().model().session().get() != null);
      robot.interact(() -> window().model().leave());

      Hand.palette(robot, "attach to");
      await().until(() -> focused().equals("attach-address"));
      robot.write(cluster.address());
      Hand.palette(robot, "attach to");
      await().until(() -> window().model().session().get() != null);
      robot.interact(() -> window().model().leave());

      Hand.palette(robot, "attach again");
      await().until(() -> window().model().session().get() != null);
      assertThat(window().model().recent().all()).hasSize(1);
    }
  }

  @Test
  void startBar_themeKeysAndAbout_areThereWithoutACluster(FxRobot robot) {
    Hand.click(robot, "#theme", "#theme-light");
    assertThat(window().theme().choice().get()).isEqualTo(ThemeChoice.LIGHT);

    Hand.click(robot, "#open-keys");
    assertThat(robot.lookup("#dialog .keys").<Labeled>queryAll())
        .extracting(Labeled::getText)
        .contains("Ctrl+K", "F1", "Ctrl+Q");
    robot.type(KeyCode.ESCAPE);

    Hand.click(robot, "#open-about");
    Hand.reads(robot, "#dialog .dialog-words", "Start a cluster on this machine");
    robot.type(KeyCode.ESCAPE);

    Hand.click(robot, "#open-palette");
    Hand.sees(robot, "#palette", true);
  }

  private String focused() {
    var owner = stage().getScene().getFocusOwner();
    return owner == null || owner.getId() == null ? "" : owner.getId();
  }

  @Test
  void attach_wrongToken_keepsNothing(FxRobot robot) throws IOException {
    try (var cluster = FakeNode.asking("right")) {
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
      assertThat(window().model().recent().all()).isEmpty();
      assertThat(home().resolve("tokens")).doesNotExist();
    }
  }

  @Test
  void attach_rightToken_isRememberedWithoutItInTheSettings(FxRobot robot) throws IOException {
    try (var cluster = FakeNode.asking("right")) {
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

  private void startCluster(FxRobot robot) {
    Hand.click(robot, "#start-cluster");
    await().until(() -> window().model().session().get() != null);
  }

  private static int icons(FxRobot robot, String style) {
    return Hand.onUi(() -> robot.lookup("#start-steps ." + style).queryAll().size());
  }
}
