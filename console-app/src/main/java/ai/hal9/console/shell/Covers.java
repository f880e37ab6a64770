package ai.hal9.console.shell;

import java.io.IOException;
import java.util.List;
import javafx.scene.input.KeyCode;

/** What comes over a screen when it is asked for. */
final class Covers {

  /** By the actions that bring them. */
  static final List<String> NAMES = List.of("palette", "about", "keys");

  private final Camera camera;
  private final UserHand hand;

  Covers(ConsoleWindow window, Camera camera) {
    this.camera = camera;
    hand = new UserHand(window);
  }

  void visit() throws IOException, InterruptedException {
    hand.screen("overview");
    for (var cover : NAMES) {
      hand.act(cover);
      camera.take(cover);
      hand.press(KeyCode.ESCAPE);
    }
  }
}
