package ai.hal9.stores.process;

import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes that do not outlive this JVM, even where it is killed with -9: the kernel sends
 * a process its death signal when the <em>thread</em> that started it ends, so one thread starts
 * them all and lives until {@link #close()}. Where the kernel offers no such thing (macOS, Windows)
 * a process of a killed JVM stays; the owner's next start has to look for it.
 */
public final class Spawner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Spawner.class);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

  private final ExecutorService thread;
  private final Set<ChildProcess> children = ConcurrentHashMap.newKeySet();

  private final RootExit rootExit;

  private Spawner(RootExit rootExit) {
    this.rootExit = rootExit;
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("spawner").factory());
  }

  public static Spawner open() {
    return open(RootExit.detect());
  }

  /** With a chosen way for {@link Account#UNPRIVILEGED} processes to stop being root. */
  public static Spawner open(RootExit rootExit) {
    if (!Launch.childrenEndWithJvm()) {
      LOG.info(
          "this system does not tie processes to their parent: after a kill -9 of this JVM its"
              + " servers stay until the next start");
    }
    return new Spawner(rootExit);
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
      throw cannotRun(spec, e.getCause() == null ? e : e.getCause());
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
  }

  private ChildProcess spawn(ChildSpec spec) throws IOException {
    Files.createDirectories(spec.log().toAbsolutePath().getParent());
    new LogFile(spec.log()).rotate();
    ProcessBuilder builder =
        new ProcessBuilder(Launch.command(spec, rootExit))
            .directory(spec.directory().toFile())
            .redirectErrorStream(true)
            .redirectInput(spec.input().toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
    builder.environment().putAll(spec.environment());
    ChildProcess child = new ChildProcess(spec, builder.start());
    children.add(child);
    var _ = child.onExit().thenRun(() -> children.remove(child));
    return child;
  }

  private static StoreException cannotRun(ChildSpec spec, Throwable cause) {
    return new StoreException(
        StoreException.Code.BINARY_CANNOT_RUN,
        "cannot start %s with %s: %s"
            .formatted(spec.name(), spec.command().getFirst(), cause.getMessage()),
        cause);
  }
}
