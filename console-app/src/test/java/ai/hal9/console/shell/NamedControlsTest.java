package ai.hal9.console.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.WaitForAsyncUtils;

/** What a screen reader is told: every control the keyboard reaches has a name. */
class NamedControlsTest extends WindowOnFakes {

  @Start
  void start(Stage stage) throws IOException {
    open(stage);
  }

  @Stop
  void stop() throws IOException {
    shut();
  }

  @Test
  void startScreen_everyControlHasAName(FxRobot robot) {
    assertThat(nameless(robot)).isEmpty();
  }

  @Test
  void everyScreen_everyControlHasAName(FxRobot robot) {
    connect(robot);
    var found = new ArrayList<String>();
    var screens = new ArrayList<>(window().screens().stream().map(Screen::id).toList());
    screens.add(Screens.node("node-1"));
    for (var screen : screens) {
      robot.interact(() -> window().model().screen().set(screen));
      await()
          .until(
              () -> {
                WaitForAsyncUtils.waitForFxEvents();
                return robot.lookup(".card").tryQuery().isPresent();
              });
      nameless(robot).forEach(control -> found.add(screen + ": " + control));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void whatComesOverAScreen_everyControlHasAName(FxRobot robot) {
    connect(robot);
    for (var cover : Covers.NAMES) {
      robot.interact(() -> window().act(cover));
      assertThat(nameless(robot)).as(cover).isEmpty();
      robot.type(KeyCode.ESCAPE);
    }
    robot.interact(() -> window().model().screen().set("jvm"));
    Hand.palette(robot, "add a panel");
    Hand.sees(robot, "#new-panel", true);
    assertThat(nameless(robot)).as("new panel").isEmpty();
  }

  @Test
  void palette_tellsWhatIsChosen_whereOneTypes(FxRobot robot) {
    connect(robot);
    robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("pause all");
    assertThat(text(robot, "#palette-text"))
        .isEqualTo("pause all: Pause all charts, Space, 1 of 1");

    robot.eraseText("pause all".length());
    assertThat(text(robot, "#palette-text")).startsWith("What do you want to do? Go to Overview");
    robot.type(KeyCode.DOWN);
    assertThat(text(robot, "#palette-text")).contains("Go to Tuning, Ctrl+2, 2 of ");

    assertThat(robot.lookup("#palette-list .list-cell").<ListCell<?>>queryAll())
        .filteredOn(cell -> !cell.isEmpty())
        .extracting(Node::getAccessibleText)
        .contains("Go to Tuning, Ctrl+2")
        .doesNotContain("");

    robot.write("zzzz");
    assertThat(text(robot, "#palette-text")).isEqualTo("zzzz: Nothing is called like that.");
  }

  @Test
  void tile_isAButton_thatTellsItsTarget(FxRobot robot) {
    connect(robot);
    var tile = robot.lookup("#tile-hits").query();
    assertThat(tile.getAccessibleRole()).isEqualTo(AccessibleRole.BUTTON);
    assertThat(text(robot, "#tile-p99")).contains("p99", "on target", "target ≤ 100 ms");

    robot.interact(() -> tile.executeAccessibleAction(AccessibleAction.FIRE));

    assertThat(window().model().screen().get()).isEqualTo("cache");
  }

  private static String text(FxRobot robot, String query) {
    return requireNonNull(robot.lookup(query).query().getAccessibleText());
  }

  private List<String> nameless(FxRobot robot) {
    var found = new ArrayList<String>();
    robot.interact(
        () -> {
          var root = stage().getScene().getRoot();
          var labelled = new HashSet<Node>();
          labelled(root, labelled);
          collect(root, labelled, found);
        });
    return found;
  }

  private static void labelled(Node node, Set<Node> found) {
    if (node instanceof Label label && label.getLabelFor() != null) {
      found.add(label.getLabelFor());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> labelled(child, found));
    }
  }

  private static void collect(Node node, Set<Node> labelled, List<String> found) {
    if (!node.isVisible()) {
      return;
    }
    if (node.isFocusTraversable()
        && !(node instanceof ScrollBar)
        && !labelled.contains(node)
        && unnamed(node)) {
      found.add(
          "%s #%s %s"
              .formatted(node.getClass().getSimpleName(), node.getId(), node.getStyleClass()));
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, labelled, found));
    }
  }

  private static boolean unnamed(Node node) {
    return empty(node.getAccessibleText())
        && !(node instanceof Labeled labeled && !empty(labeled.getText()));
  }

  private static boolean empty(@Nullable String words) {
    return words == null || words.isBlank();
  }
}
