package ai.hal9.console.ui;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Files the user picks: saves to them and reads from them, and tells so. */
public interface Saving {

  /**
   * Asks where, and saves there.
   *
   * @param name the file's name as suggested, with its extension
   * @param content written off the UI thread
   */
  void save(String name, Content content);

  /**
   * Asks for a file that is there.
   *
   * @param chosen gets it; not called when the user thinks better of it
   */
  void pick(Consumer<Path> chosen);

  /** Puts text on the clipboard and tells so. */
  void copy(String what, String text);

  /** Writes what is saved. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }
}
