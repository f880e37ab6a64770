package ai.hal9.dashboards.prometheus;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Prometheus' own checker. */
final class Promtool {

  /** What it said, and whether it was content. */
  record Answer(int exitCode, String text) {}

  private Promtool() {}

  static boolean installed() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
  }

  static Answer run(Path directory, String... arguments) throws IOException, InterruptedException {
    var command = Stream.concat(Stream.of("promtool"), Arrays.stream(arguments)).toList();
    var process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }
}
