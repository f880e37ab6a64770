package ai.hal9.stores.process;

import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What a server that has ended left running: a process of it that was not its child any more, or
 * was stopped and cannot notice. They are known by their program and the directory they work in.
 */
public final class Remnants {

  private static final Path PROCESSES = Path.of("/proc");
  private static final Duration END = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(10);

  private Remnants() {}

  /**
   * Kills every process of a server that works in a directory, and nobody else's who looks around
   * there; returns when none is left. Where the kernel does not tell (only Linux does) nothing is
   * found, and the server's processes end by themselves.
   *
   * @param programs how the name of the server's program may begin
   * @throws StoreException if one does not end
   */
  public static void end(Path directory, String... programs) throws IOException {
    var real = directory.toRealPath();
    var deadline = System.nanoTime() + END.toNanos();
    for (var left = in(real, programs); !left.isEmpty(); left = in(real, programs)) {
      left.forEach(ProcessHandle::destroyForcibly);
      if (System.nanoTime() > deadline) {
        throw new StoreException(
            StoreException.Code.DATA_IN_USE,
            "pid %d uses %s and does not end".formatted(left.getFirst().pid(), directory));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static List<ProcessHandle> in(Path directory, String... programs) throws IOException {
    var found = new ArrayList<ProcessHandle>();
    if (!Platform.current().linux()) {
      return found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (worksIn(process, directory) && runs(process, programs)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static boolean worksIn(Path process, Path directory) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(directory);
    } catch (IOException e) {
      // it has ended, or is another user's
      return false;
    }
  }

  private static boolean runs(Path process, String... programs) {
    try {
      Path program = Files.readSymbolicLink(process.resolve("exe")).getFileName();
      return program != null && Arrays.stream(programs).anyMatch(program.toString()::startsWith);
    } catch (IOException e) {
      // it has ended
      return false;
    }
  }
}
