package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.connect.FakeNode;
import ai.hal9.console.session.Site;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Clusters that run already: opened, stopped, attached to again, forgotten. */
class AttachScreenTest extends WindowOnFakes {

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
  }

  @Stop
  void stop() throws IOException {
    shut();
  }

  @Test
  void running_opened_isThatCluster(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("secret")) {
      openRunning(robot, node);

      var session = requireNonNull(window().model().session().get());
      assertThat(session.site()).isEqualTo(new Site.Own("left"));
      assertThat(session.address().url()).isEqualTo(node.url());
      assertThat(session.address().token()).isEqualTo("secret");
    }
  }

  @Test
  void close_openedCluster_stopChosen_stopsItBeforeClosing(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("secret")) {
      openRunning(robot, node);

      robot.press(KeyCode.CONTROL).type(KeyCode.Q).release(KeyCode.CONTROL);
      Hand.click(robot, "#stop-cluster");

      await().until(() -> !stage().isShowing());
      assertThat(clusters().running).isEmpty();
    }
  }

  @Test
  void close_openedCluster_leaveChosen_isLeftRunning(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("secret")) {
      openRunning(robot, node);

      robot.interact(window()::close);
      Hand.click(robot, "#leave-cluster");

      await().until(() -> !stage().isShowing());
      assertThat(clusters().running).hasSize(1);
    }
  }

  @Test
  void close_openedClusterThatHasEndedSince_asksNothing(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("secret")) {
      openRunning(robot, node);
      clusters().running.clear();

      robot.interact(window()::close);

      await().until(() -> !stage().isShowing());
    }
  }

  @Test
  void running_stopped_afterAsking(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("secret")) {
      clusters().run("left", node.url());

      Hand.click(robot, "#stop-left", "#keep-open");
      assertThat(clusters().running).hasSize(1);
      Hand.click(robot, "#stop-left", "#stop-cluster");

      await().until(() -> clusters().running.isEmpty());
      Hand.sees(robot, "#stop-left", false);
    }
  }

  @Test
  void palette_stopCluster_stopsTheOneThatIsOpen_andLeaves(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("secret")) {
      openRunning(robot, node);

      robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
      robot.write("stop cluster").type(KeyCode.ENTER);
      Hand.click(robot, "#stop-cluster");

      await().until(() -> window().model().session().get() == null);
      assertThat(clusters().running).isEmpty();
    }
  }

  @Test
  void recent_attachedAgain_withItsToken_andMark(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("secret")) {
      Hand.click(robot, "#attach-address").write(node.address());
      Hand.click(robot, "#attach-token").write("secret");
      Hand.click(robot, "#attach-production");
      Hand.click(robot, "#attach");
      Hand.reads(robot, "#badge", "Production");
      await().until(() -> settings().contains("\"production\" : true"));
      Hand.click(robot, "#disconnect");
      await().until(() -> window().model().session().get() == null);

      fire(robot, "recent-" + node.address());

      await().until(() -> window().model().session().get() != null);
      assertThat(requireNonNull(window().model().session().get()).address().token())
          .isEqualTo("secret");
      Hand.reads(robot, "#badge", "Production");
    }
  }

  @Test
  void recent_forgotten_isGoneFromSettingsAndTokens(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("secret")) {
      Hand.click(robot, "#attach-address").write(node.address());
      Hand.click(robot, "#attach-token").write("secret");
      Hand.click(robot, "#attach");
      await().until(() -> window().model().session().get() != null);
      await().until(() -> settings().contains(node.address()));
      Hand.click(robot, "#disconnect");
      await().until(() -> window().model().session().get() == null);
      assertThat(tokens()).hasSize(1);

      fire(robot, "forget-" + node.address());

      await().until(() -> !settings().contains(node.address()));
      await().until(() -> tokens().isEmpty());
    }
  }

  @Test
  void elsewhere_isReadOnly_andTheScreensSayWhy(FxRobot robot) throws IOException {
    try (var node = FakeNode.asking("").naming(URI.create("http://192.0.2.1:8080"))) {
      Hand.click(robot, "#attach-address").write(node.address());
      Hand.click(robot, "#attach");
      Hand.reads(robot, "#badge", "Remote", "read-only");

      robot.interact(() -> window().model().screen().set("tuning"));
      Hand.reads(robot, "#read-only", "192.0.2.1");
      robot.interact(() -> window().model().screen().set("load"));
      Hand.reads(robot, "#load-read-only", "192.0.2.1");
    }
  }

  private void openRunning(FxRobot robot, FakeNode node) throws IOException {
    clusters().run("left", node.url());
    Hand.click(robot, "#open-left");
    await().until(() -> window().model().session().get() != null);
  }

  /** By its whole id, which no selector could hold. */
  private static void fire(FxRobot robot, String id) {
    await()
        .until(() -> robot.lookup((Node node) -> id.equals(node.getId())).tryQuery().isPresent());
    robot.interact(
        () -> robot.lookup((Node node) -> id.equals(node.getId())).<ButtonBase>query().fire());
  }

  private List<Path> tokens() throws IOException {
    try (var files = Files.list(home().resolve("tokens"))) {
      return files.toList();
    }
  }
}
