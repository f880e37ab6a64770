package ai.hal9.sim.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process for good: a pid is given to another process one day, a pid with its start is not.
 *
 * @param name what messages call it
 * @param started when it started, in the operating system's words
 */
public record ProcessIdentity(String name, long pid, String started) {

  private static final Path PROC = Path.of("/proc");

  /** Of the fields after the name in {@code /proc/PID/stat}, the one with the start, in ticks. */
  private static final int START_TICKS = 19;

  /** A process that runs now; empty when it does not. */
  public static Optional<ProcessIdentity> of(String name, long pid) {
    return started(pid).map(started -> new ProcessIdentity(name, pid, started));
  }

  /** Whether this very process still runs. */
  public boolean alive() {
    return started(pid).filter(started::equals).isPresent();
  }

  private static Optional<String> started(long pid) {
    var stat = PROC.resolve(Long.toString(pid)).resolve("stat");
    if (!Files.exists(PROC.resolve("self/stat"))) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .map(process -> process.info().startInstant().map(Object::toString).orElse(""));
    }
    try {
      var text = KernelFile.read(stat);
      var fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
      // ticks since the machine started; a zombie is no process any more
      return fields[0].equals("Z") || fields[0].equals("X")
          ? Optional.empty()
          : Optional.of(bootId() + ":" + fields[START_TICKS]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String bootId() throws IOException {
    return KernelFile.read(PROC.resolve("sys/kernel/random/boot_id"));
  }
}
