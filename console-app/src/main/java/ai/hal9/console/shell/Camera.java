package ai.hal9.console.shell;

import ai.hal9.console.ui.Pictures;
import ai.hal9.console.ui.ThemeChoice;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javafx.scene.image.WritableImage;

/** Takes the pictures that are wanted of a window as it stands. */
final class Camera {

  private static final long SETTLE_MILLIS = 1_500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A window that answers as fast as that, and so often in a row, has nothing to do. */
  private static final Duration IDLE = Duration.ofMillis(30);

  private static final int IDLE_TIMES = 8;

  private final ConsoleWindow window;
  private final Path directory;
  private final Shots shots;
  private final List<Path> files = new ArrayList<>();

  /**
   * @param directory where the pictures go
   */
  Camera(ConsoleWindow window, Path directory, Shots shots) {
    this.window = window;
    this.directory = directory;
    this.shots = shots;
  }

  /** The files written so far. */
  List<Path> files() {
    return List.copyOf(files);
  }

  Shots shots() {
    return shots;
  }

  /** What brings something on screen that does not stay there. */
  @FunctionalInterface
  interface Cause {
    void bring() throws InterruptedException;
  }

  /** Takes the pictures of what is on screen now, if it is wanted. */
  void take(String name) throws IOException, InterruptedException {
    take(name, () -> {});
  }

  /** Takes the pictures of what passes, if it is wanted, each right after it was brought on. */
  void take(String name, Cause cause) throws IOException, InterruptedException {
    if (!shots.want(name)) {
      return;
    }
    for (var size : shots.sizes()) {
      for (var theme : shots.themes()) {
        Screenshots.onUi(
            () -> {
              window.theme().choice().set(theme);
              window.resize(size.width(), size.height());
              return window;
            });
        rest();
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        rest();
        cause.bring();
        rest();
        files.add(write(Screenshots.onUi(window::picture), name, theme, size));
      }
    }
  }

  /** Waits until the window has nothing to do: a page of charts is made one by one. */
  private static void rest() throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    for (var idle = 0; idle < IDLE_TIMES && System.nanoTime() - end < 0; ) {
      var asked = System.nanoTime();
      Screenshots.onUi(() -> asked);
      idle = System.nanoTime() - asked < IDLE.toNanos() ? idle + 1 : 0;
      TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
    }
  }

  private Path write(WritableImage picture, String name, ThemeChoice theme, PictureSize size)
      throws IOException {
    var file =
        directory.resolve(
            "%s-%s-%s.png".formatted(name, theme.name().toLowerCase(Locale.ROOT), size));
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Pictures.png(picture, out);
    }
    return file;
  }
}
