package ai.hal9.stores.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A process's log file, with the five before it kept as {@code .1} (newest) to {@code .5}. */
public record LogFile(Path path) {

  private static final int KEPT = 5;
  private static final int TAIL_BYTES = 64 * 1024;

  /** Moves the present file, where there is one with content, to {@code .1}, and so on. */
  public void rotate() throws IOException {
    if (!Files.exists(path) || Files.size(path) == 0) {
      return;
    }
    for (int n = KEPT; n > 0; n--) {
      Path older = n == 1 ? path : numbered(n - 1);
      if (Files.exists(older)) {
        Files.move(older, numbered(n), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The last lines, oldest first; empty where there is no file. */
  public List<String> lastLines(int count) {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      long start = Math.max(0, file.length() - TAIL_BYTES);
      byte[] tail = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(tail);
      List<String> lines = new String(tail, StandardCharsets.UTF_8).lines().toList();
      return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path numbered(int n) {
    return path.resolveSibling(path.getFileName() + "." + n);
  }
}
