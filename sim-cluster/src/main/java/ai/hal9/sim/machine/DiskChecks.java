package ai.hal9.sim.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Room and speed of the disk that holds the clusters. */
final class DiskChecks {

  private static final long NEEDED_MIB = 512;
  private static final long WANTED_MIB = 4_096;
  private static final int SYNCS = 25;
  private static final int BLOCK_BYTES = 8_192;
  private static final double SLOW_MILLIS = 10;

  private final Path home;

  DiskChecks(Path home) {
    this.home = home;
  }

  List<Finding> findings() {
    try {
      Files.createDirectories(home);
      return List.of(room(), syncing());
    } catch (IOException e) {
      return List.of(
          Finding.error(
              "disk",
              "cannot write to %s: %s".formatted(home, e),
              "export HAL9_HOME=DIRECTORY of yours"));
    }
  }

  private Finding room() {
    // a FileStore wants the mount table, in which a changed root is missing
    var free = home.toFile().getUsableSpace() >> 20;
    var text = "%d MiB free in %s".formatted(free, home);
    var fix = "du -xh / 2>/dev/null | sort -h | tail, or export HAL9_HOME=DIRECTORY elsewhere";
    if (free < NEEDED_MIB) {
      return Finding.error("disk space", text + ", too little to start", fix);
    }
    return free < WANTED_MIB
        ? Finding.warning("disk space", text + ", soon full under load", fix)
        : Finding.ok("disk space", text);
  }

  private Finding syncing() throws IOException {
    var file = Files.createTempFile(home, "fsync", "");
    List<Double> millis = new ArrayList<>();
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        var start = System.nanoTime();
        channel.write(ByteBuffer.allocate(BLOCK_BYTES));
        channel.force(false);
        millis.add((System.nanoTime() - start) / 1e6);
      }
    } finally {
      Files.delete(file);
    }
    Collections.sort(millis);
    var median = millis.get(SYNCS / 2);
    var text =
        "a synced write takes %.1f ms (median of %d, longest %.1f)"
            .formatted(median, SYNCS, millis.getLast());
    return median <= SLOW_MILLIS
        ? Finding.ok("disk sync", text)
        : Finding.warning(
            "disk sync",
            text + ": no committed answer is quicker",
            "export HAL9_HOME=DIRECTORY on a local SSD");
  }
}
