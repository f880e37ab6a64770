package ai.hal9.console.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * What this process holds in memory, on Linux, in bytes.
 *
 * @param resident all of it
 * @param own heap, compiled code and the like
 * @param files what is mapped of libraries and archives
 * @param shared pictures shared with the display
 */
record ProcessMemory(long resident, long own, long files, long shared) {

  private static final double MEGA = 1e6;

  static ProcessMemory now() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      var sizes =
          lines
              .filter(line -> line.endsWith(" kB"))
              .collect(
                  Collectors.toMap(
                      line -> line.substring(0, line.indexOf(':')),
                      line -> 1_024 * Long.parseLong(line.replaceAll("\\D", ""))));
      return new ProcessMemory(
          sizes.getOrDefault("VmRSS", 0L),
          sizes.getOrDefault("RssAnon", 0L),
          sizes.getOrDefault("RssFile", 0L),
          sizes.getOrDefault("RssShmem", 0L));
    }
  }

  ProcessMemory most(ProcessMemory other) {
    return other.resident > resident ? other : this;
  }

  @Override
  public String toString() {
    return "%.0f MB: %.0f own, %.0f of files, %.0f shared"
        .formatted(resident / MEGA, own / MEGA, files / MEGA, shared / MEGA);
  }
}
