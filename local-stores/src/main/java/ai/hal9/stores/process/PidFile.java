package ai.hal9.stores.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A file whose first line is the pid of the server that uses a directory. */
public record PidFile(Path path) {

  /**
   * The server that wrote the file, if it lives. A file whose server is gone is removed: its pid
   * may be another process's by now, which the server's own check would take for it.
   *
   * @param programs how the name of the server's program may begin
   */
  public OptionalLong livingOwner(String... programs) throws IOException {
    if (!Files.exists(path)) {
      return OptionalLong.empty();
    }
    List<String> lines = Files.readAllLines(path);
    String first = lines.isEmpty() ? "" : lines.getFirst().strip();
    if (first.matches("\\d{1,18}")) {
      long pid = Long.parseLong(first);
      var process = ProcessHandle.of(pid);
      if (process.isEmpty()) {
        // the server cleans up after itself, and more than this file
        return OptionalLong.empty();
      }
      // a process of another user, or one only waiting to be reaped, has no command to see
      String command = process.get().info().command().orElse("/");
      Path name = Path.of(command).getFileName();
      if (name != null && Arrays.stream(programs).anyMatch(name.toString()::startsWith)) {
        return OptionalLong.of(pid);
      }
    }
    Files.delete(path);
    return OptionalLong.empty();
  }
}
