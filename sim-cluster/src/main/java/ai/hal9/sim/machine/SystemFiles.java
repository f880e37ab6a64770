package ai.hal9.sim.machine;

import ai.hal9.sim.process.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel says of itself in files.
 *
 * @param root usually {@code /}
 */
record SystemFiles(Path root) {

  static SystemFiles ofThisMachine() {
    return new SystemFiles(Path.of("/"));
  }

  /** The whole text, stripped; empty where this kernel has no such file. */
  Optional<String> text(String file) {
    try {
      return Optional.of(KernelFile.read(root.resolve(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  OptionalLong number(String file) {
    return text(file)
        .filter(text -> text.matches("-?\\d{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /** The words of the line that begins so; empty where there is none. */
  List<String> line(String file, String beginning) {
    return text(file)
        .flatMap(text -> text.lines().filter(line -> line.startsWith(beginning)).findFirst())
        .map(line -> List.of(line.substring(beginning.length()).strip().split("\\s+", -1)))
        .orElse(List.of());
  }

  /** A number of KiB in {@code /proc/meminfo}, as MiB; 0 where it is not there. */
  long memoryMib(String name) {
    var words = line("proc/meminfo", name + ":");
    return words.isEmpty() ? 0 : Long.parseLong(words.getFirst()) / 1024;
  }
}
