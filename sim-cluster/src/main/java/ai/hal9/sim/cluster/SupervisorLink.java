package ai.hal9.sim.cluster;

import ai.hal9.sim.SimException;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.Jvm;
import ai.hal9.stores.process.LogFile;
import ai.hal9.stores.process.Platform;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The owner's end of a supervisor. The supervisor reads a pipe that this process holds open: its
 * end is this process's end, however that came; being stopped is not.
 */
final class SupervisorLink implements RunningCluster {

  private static final Logger LOG = LoggerFactory.getLogger(SupervisorLink.class);

  private static final String MAIN = "ai.hal9.sim.supervisor.SupervisorProcess";

  /** Lines after the first, which is the cluster's specification. */
  static final String RELEASE = "release";

  private final Process supervisor;
  private final ClusterFiles files;
  private final Writer orders;
  private final CompletableFuture<ClusterState> ready = new CompletableFuture<>();
  private final CompletableFuture<Boolean> told = new CompletableFuture<>();
  private volatile boolean released;

  private SupervisorLink(Process supervisor, ClusterFiles files) {
    this.supervisor = supervisor;
    this.files = files;
    this.orders = supervisor.outputWriter(StandardCharsets.UTF_8);
  }

  static SupervisorLink open(
      Hal9Home home, Installation installation, ClusterSpec spec, Consumer<ClusterEvent> listener) {
    var directory = home.cluster(spec.name());
    var log = directory.logs().resolve("supervisor.log");
    try {
      new LogFile(log).rotate();
      var supervisor =
          new ProcessBuilder(command(installation))
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .directory(directory.root().toFile());
      supervisor.environment().put("HAL9_HOME", home.directory().toString());
      supervisor.environment().put("MALLOC_ARENA_MAX", "2");
      var link = new SupervisorLink(supervisor.start(), new ClusterFiles(directory));
      Thread.ofPlatform().daemon().name("supervisor-events").start(() -> link.read(listener));
      link.order(SimJson.LINE.writeValueAsString(spec));
      link.awaitReady();
      return link;
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.START_FAILED, "cannot start the supervisor: " + e.getMessage(), e);
    }
  }

  @Override
  public ClusterState state() {
    var state = files.state().orElseGet(ready::join);
    return alive() ? state : LocalClusterControl.stopped(state);
  }

  @Override
  public boolean alive() {
    return supervisor.isAlive();
  }

  @Override
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return supervisor.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void letGo() {
    released = true;
    try {
      order(RELEASE);
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.NOT_RUNNING, "the supervisor has ended: " + e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    // by its handle: a Process's own destroy() closes the pipe that tells how far the stop has come
    supervisor.toHandle().destroy();
    supervisor.onExit().join();
    told.join();
  }

  @Override
  public void close() {
    if (!released) {
      stop();
    }
  }

  private void awaitReady() {
    try {
      ready.get();
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new SimException(SimException.Code.INTERRUPTED, "the start was interrupted", e);
    } catch (ExecutionException e) {
      supervisor.onExit().join();
      throw e.getCause() instanceof SimException known ? known : new IllegalStateException(e);
    }
  }

  private void read(Consumer<ClusterEvent> listener) {
    try (var lines = supervisor.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        event(line).ifPresent(event -> take(event, listener));
      }
    } catch (IOException e) {
      // the supervisor has ended; what that means for the start is said below
    } finally {
      ready.completeExceptionally(
          new SimException(
              SimException.Code.START_FAILED,
              "the supervisor ended before the cluster was ready; see "
                  + files.directory().logs().resolve("supervisor.log")));
      told.complete(true);
    }
  }

  /**
   * Empty for what the JVM itself or an agent of it prints, before the supervisor has the stream.
   */
  private static Optional<ClusterEvent> event(String line) {
    try {
      return Optional.of(SimJson.LINE.readValue(line, ClusterEvent.class));
    } catch (JacksonException e) {
      LOG.warn("The supervisor's Java says: {}", line);
      return Optional.empty();
    }
  }

  private void take(ClusterEvent event, Consumer<ClusterEvent> listener) {
    switch (event.kind()) {
      case BEGUN, STEP, NOTICE -> listener.accept(event);
      case READY -> {
        listener.accept(event);
        files.state().ifPresent(ready::complete);
      }
      case FAILED ->
          ready.completeExceptionally(
              new SimException(SimException.Code.START_FAILED, event.text()));
    }
  }

  private void order(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
  }

  /** In a session of its own, so that a terminal's Ctrl-C reaches the owner alone. */
  private static List<String> command(Installation installation) {
    var command = new ArrayList<String>();
    if (Platform.find("setsid").isPresent()) {
      command.add("setsid");
    }
    command.addAll(Jvm.supervisor(installation, MAIN));
    return command;
  }
}
