package ai.hal9.stores.process;

import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes that do not outlive this JVM, even where it is killed with -9. On Linux the
 * kernel sends a process its death signal when the <em>thread</em> that started it ends, so one
 * thread starts them all and lives until {@link #close()}. On macOS a small watchdog process does
 * it. On Windows nothing does: there the owner's next start has to look for them.
 */
public final class Spawner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Spawner.class);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

  private final RootExit rootExit;
  private final Tie tie;
  private final Guard guard;
  private final ExecutorService thread;
  private final Set<ChildProcess> children = ConcurrentHashMap.newKeySet();

  private Spawner(RootExit rootExit, Tie tie) {
    this.rootExit = rootExit;
    this.tie = tie;
    this.guard = tie.guard();
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("spawner").factory());
  }

  public static Spawner open() {
    return open(RootExit.detect());
  }

  /** With a chosen way for {@link Account#UNPRIVILEGED} processes to stop being root. */
  public static Spawner open(RootExit rootExit) {
    return open(rootExit, Tie.best());
  }

  static Spawner open(RootExit rootExit, Tie tie) {
    return new Spawner(rootExit, tie);
  }

  public RootExit rootExit() {
    return rootExit;
  }

  /**
   * Starts a process.
   *
   * @throws StoreException if the program cannot be run or the log cannot be written
   */
  public ChildProcess start(ChildSpec spec) {
    Future<ChildProcess> started = thread.submit(() -> spawn(spec));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return started.get();
        } catch (InterruptedException e) {
          // a process is starting: its handle must not be lost
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw failure(spec, Optional.ofNullable(e.getCause()).orElse(e));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The processes that run now. */
  public List<ChildProcess> running() {
    return children.stream().filter(ChildProcess::alive).toList();
  }

  /** Stops what still runs, all at once, and ends the thread. May be called again. */
  @Override
  public void close() {
    try (var stopping = Executors.newVirtualThreadPerTaskExecutor()) {
      running().forEach(child -> stopping.execute(() -> child.stop(CLOSE_GRACE)));
    }
    thread.shutdown();
    try {
      guard.close();
    } catch (IOException e) {
      LOG.debug("the watchdog had ended already", e);
    }
  }

  private ChildProcess spawn(ChildSpec spec) throws IOException {
    prepareLog(spec);
    ProcessBuilder builder =
        new ProcessBuilder(Launch.command(spec, rootExit, tie))
            .directory(spec.directory().toFile())
            .redirectErrorStream(true)
            .redirectInput(spec.input().toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
    builder.environment().putAll(spec.environment());
    ChildProcess child = new ChildProcess(spec, builder.start());
    children.add(child);
    guard.add(child.pid(), spec.deathSignal());
    var _ = child.onExit().thenRun(() -> forget(child));
    return child;
  }

  private void forget(ChildProcess child) {
    children.remove(child);
    try {
      guard.forget(child.pid());
    } catch (IOException e) {
      LOG.debug("the watchdog has ended", e);
    }
  }

  private static void prepareLog(ChildSpec spec) {
    try {
      Files.createDirectories(spec.log().resolveSibling("").normalize());
      new LogFile(spec.log()).rotate();
    } catch (IOException e) {
      throw StoreException.unusable(spec.log(), e);
    }
  }

  private static StoreException failure(ChildSpec spec, Throwable cause) {
    if (cause instanceof StoreException known) {
      return known;
    }
    return new StoreException(
        StoreException.Code.BINARY_CANNOT_RUN,
        "cannot start %s with %s: %s"
            .formatted(spec.name(), spec.command().getFirst(), String.valueOf(cause.getMessage())),
        cause);
  }
}
