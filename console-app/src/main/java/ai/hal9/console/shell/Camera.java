package ai.hal9.console.shell;

import ai.hal9.console.ui.Pictures;
import ai.hal9.console.ui.ThemeChoice;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javafx.scene.image.WritableImage;

/** Takes pictures of a window as it stands: dark and light, in two sizes. */
final class Camera {

  private static final List<Size> SIZES = List.of(new Size(1440, 900), new Size(1100, 700));
  private static final long SETTLE_MILLIS = 1_500;

  private final ConsoleWindow window;
  private final Path directory;
  private final List<Path> files = new ArrayList<>();

  private record Size(int width, int height) {}

  /**
   * @param directory where the pictures go
   */
  Camera(ConsoleWindow window, Path directory) {
    this.window = window;
    this.directory = directory;
  }

  /** The files written so far. */
  List<Path> files() {
    return List.copyOf(files);
  }

  /** Takes all pictures of what is on screen now. */
  void take(String name) throws IOException, InterruptedException {
    for (var size : SIZES) {
      for (var theme : List.of(ThemeChoice.DARK, ThemeChoice.LIGHT)) {
        Screenshots.onUi(
            () -> {
              window.theme().choice().set(theme);
              window.resize(size.width, size.height);
              return window;
            });
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        files.add(write(Screenshots.onUi(window::picture), name, theme, size));
      }
    }
  }

  private Path write(WritableImage picture, String name, ThemeChoice theme, Size size)
      throws IOException {
    var file =
        directory.resolve(
            "%s-%s-%dx%d.png"
                .formatted(name, theme.name().toLowerCase(Locale.ROOT), size.width, size.height));
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Pictures.png(picture, out);
    }
    return file;
  }
}
