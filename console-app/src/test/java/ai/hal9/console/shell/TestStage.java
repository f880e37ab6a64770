package ai.hal9.console.shell;

import javafx.stage.Stage;

/** The one stage that TestFX has for all tests of a JVM. */
final class TestStage {

  private TestStage() {}

  /** Forgets where a test before put it and how large it made it: a window's scene tells. */
  static void reset(Stage stage) {
    stage.setX(0);
    stage.setY(0);
    stage.sizeToScene();
  }
}
