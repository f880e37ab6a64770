package ai.hal9.console.smoke;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** An X server without a screen, on a display of its own. */
final class Xvfb implements AutoCloseable {

  private final Process server;
  private final String display;

  private Xvfb(Process server, String display) {
    this.server = server;
    this.display = display;
  }

  static Xvfb start(Path log) throws IOException {
    var server =
        new ProcessBuilder(
                "Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp")
            .redirectError(log.toFile())
            .start();
    // it says which display it has taken once it answers
    try (BufferedReader said = server.inputReader()) {
      var number = said.readLine();
      if (number == null) {
        throw new IOException("Xvfb has not started; see " + log);
      }
      return new Xvfb(server, ":" + number.strip());
    }
  }

  String display() {
    return display;
  }

  @Override
  public void close() {
    server.destroy();
    server.onExit().join();
  }
}
