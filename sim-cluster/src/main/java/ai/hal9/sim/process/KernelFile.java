package ai.hal9.sim.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the kernel's small files, some of which give everything to the first read or never. */
public final class KernelFile {

  private static final int ENOUGH = 64 * 1024;

  private KernelFile() {}

  /** The whole text, stripped. */
  public static String read(Path file) throws IOException {
    try (var stream = new FileInputStream(file.toFile())) {
      return new String(stream.readNBytes(ENOUGH), StandardCharsets.UTF_8).strip();
    }
  }
}
