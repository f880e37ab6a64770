package ai.hal9.sim.command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of one log, and what is added to it. */
final class LogTail {

  private static final int BLOCK = 256 * 1024;

  private final String prefix;
  private final Path log;
  private final Output output;
  private long position;

  /**
   * Of one file.
   *
   * @param process said before each line; empty where there is only one log
   */
  LogTail(String process, Path log, Output output) {
    this.prefix = process.isEmpty() ? "" : process + " | ";
    this.log = log;
    this.output = output;
  }

  /** Prints the last lines. */
  void last(int count) throws IOException {
    position = Math.max(0, Files.size(log) - BLOCK);
    var lines = read().lines().toList();
    lines.subList(Math.max(0, lines.size() - count), lines.size()).forEach(this::print);
  }

  /** Prints the whole lines that were added since; a log that was emptied is read anew. */
  void more() throws IOException {
    if (!Files.exists(log)) {
      return;
    }
    if (Files.size(log) < position) {
      position = 0;
    }
    for (var text = read(); !text.isEmpty(); text = read()) {
      text.lines().forEach(this::print);
    }
  }

  private String read() throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(position);
      var block = new byte[(int) Math.min(BLOCK, Math.max(0, file.length() - position))];
      file.readFully(block);
      var end = block.length;
      while (end > 0 && block[end - 1] != '\n') {
        end--;
      }
      if (end == 0 && block.length == BLOCK) {
        // a line as long as that comes in pieces
        end = BLOCK;
      }
      position += end;
      return new String(block, 0, end, StandardCharsets.UTF_8);
    }
  }

  private void print(String line) {
    output.result(prefix + line);
  }
}
