package ai.hal9.console.ui;

import java.io.IOException;
import java.io.OutputStream;

/** Asks where to save something, saves it, and tells so. */
public interface Saving {

  /**
   * Asks where, and saves there.
   *
   * @param name the file's name as suggested, with its extension
   * @param content written off the UI thread
   */
  void save(String name, Content content);

  /** Puts text on the clipboard and tells so. */
  void copy(String what, String text);

  /** Writes what is saved. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }
}
