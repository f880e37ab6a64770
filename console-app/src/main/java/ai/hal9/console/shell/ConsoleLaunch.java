package ai.hal9.console.shell;

import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Application;

/** The way in that names no JavaFX class before there is a display. */
public final class ConsoleLaunch {

  private ConsoleLaunch() {}

  // kept, since a logger that nobody holds forgets its level
  private static final Logger JAVAFX = Logger.getLogger("javafx");

  /** Opens the window and returns when it has been closed. */
  public static void open() {
    quiet();
    Application.launch(ConsoleApplication.class);
  }

  /** JavaFX warns of a class path, which is where it is on purpose. */
  static void quiet() {
    JAVAFX.setLevel(Level.SEVERE);
  }
}
