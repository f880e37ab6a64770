package ai.hal9.stores.process;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process this JVM started. It ends when this JVM ends. Safe for use by many threads. */
public final class ChildProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

  private final ChildSpec spec;
  private final Process process;
  private final Instant startedAt;

  ChildProcess(ChildSpec spec, Process process) {
    this.spec = spec;
    this.process = process;
    this.startedAt = process.info().startInstant().orElseGet(Instant::now);
  }

  public String name() {
    return spec.name();
  }

  /** The pid of the program itself, not of something that started it. */
  public long pid() {
    return process.pid();
  }

  /** When the operating system says it started; with the pid it names a process for good. */
  public Instant startedAt() {
    return startedAt;
  }

  public boolean alive() {
    return process.isAlive();
  }

  public LogFile log() {
    return new LogFile(spec.log());
  }

  /** Completes with the exit status; 128 + n where signal n ended the process. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** The exit status; empty while the process runs. */
  public OptionalInt exitStatus() {
    return alive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /**
   * Waits for the end of the process.
   *
   * @return whether it has ended
   */
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Sends a signal; nothing happens to a process that has ended. */
  public void signal(Signal signal) {
    if (signal == Signal.KILL) {
      process.destroyForcibly();
    } else if (Platform.current().posix()) {
      posixSignal(signal);
    } else {
      process.destroy();
    }
  }

  /**
   * Asks the process to end, waits, and kills it when the grace is over or this thread is
   * interrupted. Returns when the process has ended; may be called again.
   *
   * @return whether it ended by itself
   */
  public boolean stop(Duration grace) {
    if (!alive()) {
      return true;
    }
    signal(spec.stopSignal());
    boolean ended = false;
    boolean interrupted = false;
    try {
      ended = awaitExit(grace);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (!ended) {
      LOG.warn("{} (pid {}) did not end within {}; killed", name(), pid(), grace);
      kill();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended;
  }

  /** Kills the process and returns when it has ended. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private void posixSignal(Signal signal) {
    List<String> command =
        List.of("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal.name(), Long.toString(pid()));
    if (!alive()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.onExit().join();
    } catch (IOException e) {
      LOG.warn("cannot send SIG{} to {} (pid {}): {}", signal, name(), pid(), e.getMessage());
    }
  }

  @Override
  public String toString() {
    return name() + " (pid " + pid() + ")";
  }
}
