package ai.hal9.console.shell;

import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Saving;
import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;

/**
 * Saves where the user says, and reads what he picks.
 *
 * @param last the directory of the file picked last, where he is asked for the next
 */
record DesktopSaving(
    Surroundings.FilePlace place,
    StringProperty last,
    Background background,
    Toasts toasts,
    Dialogs dialogs)
    implements Saving {

  @Override
  public void save(String name, Content content) {
    place.ask(name, directory()).map(this::remembered).ifPresent(file -> save(file, content));
  }

  private void save(Path file, Content content) {
    var _ =
        background.run(
            () -> {
              WholeFile.write(file, content::write);
              return file;
            },
            saved -> toasts.tell("Saved " + saved),
            failure -> dialogs.error(words(file, failure), failure.toString()));
  }

  /** What cannot be saved for another reason than the file is no better off in another place. */
  private static String words(Path file, Exception failure) {
    return failure instanceof IOException
        ? "%s cannot be written. Choose another place, or check its owner and mode.".formatted(file)
        : "Nothing was saved. " + failure.getMessage();
  }

  @Override
  public void pick(Consumer<Path> chosen) {
    place.existing(directory()).map(this::remembered).ifPresent(chosen);
  }

  /** His home at first, and when the last one is there no more. */
  private Path directory() {
    var before = Path.of(last.get());
    return !last.get().isEmpty() && Files.isDirectory(before)
        ? before
        : Path.of(System.getProperty("user.home"));
  }

  private Path remembered(Path file) {
    var parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      last.set(parent.toString());
    }
    return file;
  }

  @Override
  public void copy(String what, String text) {
    Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    toasts.tell(what + " copied");
  }
}
