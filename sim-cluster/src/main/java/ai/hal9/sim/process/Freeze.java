package ai.hal9.sim.process;

import ai.hal9.sim.SimException;
import java.util.List;
import java.util.stream.Stream;

/** A process and its children that do not run for a while; they go on when this process ends. */
public final class Freeze implements AutoCloseable {

  private final Reversible stop;

  private Freeze(Reversible stop) {
    this.stop = stop;
  }

  /**
   * Stops a process and all its descendants as they are.
   *
   * @throws SimException when there is no such process
   */
  public static Freeze of(long pid) {
    // the parent first, so that it starts no further child; a child may end by itself meanwhile
    var all =
        ProcessHandle.of(pid).stream()
            .flatMap(parent -> Stream.concat(Stream.of(parent), parent.descendants()))
            .map(process -> Long.toString(process.pid()))
            .toList();
    return new Freeze(
        Reversible.of(
            "kill -STOP \"$1\" && { kill -STOP \"$@\" 2>/dev/null; true; }",
            "kill -CONT \"$@\" 2>/dev/null",
            all));
  }

  /** Stops this process alone; what it has started goes on. */
  public static Freeze ofItAlone(long pid) {
    return new Freeze(
        Reversible.of(
            "kill -STOP \"$1\"", "kill -CONT \"$1\" 2>/dev/null", List.of(Long.toString(pid))));
  }

  @Override
  public void close() {
    stop.close();
  }
}
