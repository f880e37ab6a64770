package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;

/** A process and its children that do not run for a while. */
final class Freeze implements AutoCloseable {

  private final long pid;

  private Freeze(long pid) {
    this.pid = pid;
  }

  static Freeze of(long pid) throws IOException {
    signal(pid, "-STOP");
    return new Freeze(pid);
  }

  @Override
  public void close() throws IOException {
    signal(pid, "-CONT");
  }

  private static void signal(long pid, String signal) throws IOException {
    var parent = ProcessHandle.of(pid).orElseThrow();
    var processes =
        Stream.concat(Stream.of(parent), parent.descendants())
            .map(process -> Long.toString(process.pid()));
    var command = Stream.concat(Stream.of("kill", signal), processes).toList();
    var ended = new ProcessBuilder(command).inheritIO().start().onExit().join();
    assertThat(ended.exitValue()).as(String.join(" ", command)).isZero();
  }
}
