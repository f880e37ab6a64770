package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

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

  /** The parent first, so that it starts no further child; a child may end by itself meanwhile. */
  private static void signal(long pid, String signal) throws IOException {
    assertThat(kill(signal, pid)).isZero();
    for (var child : ProcessHandle.of(pid).orElseThrow().descendants().toList()) {
      var _ = kill(signal, child.pid());
    }
  }

  private static int kill(String signal, long pid) throws IOException {
    var kill = new ProcessBuilder("kill", signal, Long.toString(pid));
    return kill.redirectErrorStream(true).start().onExit().join().exitValue();
  }
}
