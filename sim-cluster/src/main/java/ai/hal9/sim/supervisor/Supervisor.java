package ai.hal9.sim.supervisor;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterEvent.Kind;
import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.PortChoice;
import ai.hal9.sim.process.Reclaim;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.file.Trees;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns a cluster from its start to its end. */
final class Supervisor {

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration RECLAIM_GRACE = Duration.ofSeconds(10);

  /** More than a node gives its requests, so that it ends by itself. */
  private static final Duration NODE_END = Duration.ofSeconds(5);

  /** When nobody is left to wait. */
  private static final Duration ABANDONED_DRAIN = Duration.ofSeconds(10);

  private final ClusterSpec spec;
  private final Hal9Home home;
  private final Installation installation;
  private final OwnerLink owner;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final Thread thread = Thread.currentThread();

  private volatile boolean ownerGone;
  private volatile boolean starting = true;

  Supervisor(ClusterSpec spec, Hal9Home home, Installation installation, OwnerLink owner) {
    this.spec = spec;
    this.home = home;
    this.installation = installation;
    this.owner = owner;
  }

  /** Asks for the end; {@link #run} comes back when everything has ended. */
  void stop() {
    stopAsked.countDown();
    if (starting) {
      thread.interrupt();
    }
  }

  /** Asks for the end because nobody is left to want the cluster. */
  void ownerGone() {
    LOG.info("whoever started the cluster has ended");
    ownerGone = true;
    stop();
  }

  /**
   * Starts everything, waits for {@link #stop}, and stops everything.
   *
   * @return whether the cluster had become ready
   */
  boolean run() {
    var directory = home.cluster(spec.name());
    try (var ownership = Ownership.take(directory)) {
      LOG.info("{} {}", ownership, directory.root());
      forget(directory.orders());
      reclaim(new ClusterFiles(directory));
      if (spec.port() != 0) {
        FreePorts.requireFree(spec.port(), "the balancer");
      }
      if (spec.fresh()) {
        Trees.delete(directory.data());
      }
      return runOwned(directory);
    } catch (IOException | UncheckedIOException e) {
      tell(Kind.FAILED, "cannot use %s: %s".formatted(directory.root(), e));
    } catch (StoreException e) {
      tell(Kind.FAILED, e.messageWithDetail());
    } catch (SimException e) {
      tell(Kind.FAILED, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      LOG.info("asked to end before anything was started");
    }
    return false;
  }

  private boolean runOwned(ClusterDirectory directory) throws IOException, InterruptedException {
    try (var spawner = Spawner.open();
        var scheduler = scheduler()) {
      var ports = PortChoice.of(RandomGenerator.getDefault());
      var plan = Plan.of(spec, directory, ports);
      var configs = new ConfigWriter(plan);
      configs.token();
      configs.sessionKeys();
      configs.certificate();
      var session =
          new Session(
              plan,
              ports,
              installation,
              new BinaryCache(home.binaries()),
              spawner,
              scheduler,
              this::tell);
      try {
        session.start();
        starting = false;
        stopAsked.await();
        return true;
      } finally {
        starting = false;
        // what interrupted the start must not hurry the stop
        var _ = Thread.interrupted();
        session.stop(ownerGone ? ABANDONED_DRAIN : spec.gracefulShutdown().plus(NODE_END));
        scheduler.shutdownNow();
      }
    }
  }

  /** Orders of an earlier run; none can have been given to this one, of which nobody knows yet. */
  private static void forget(Path orders) throws IOException {
    Trees.delete(orders);
    Files.createDirectories(orders);
  }

  private void reclaim(ClusterFiles files) throws InterruptedException {
    for (var process : Reclaim.end(files.processes(), RECLAIM_GRACE)) {
      tell(
          Kind.NOTICE,
          "ended %s (pid %d), left by an earlier run".formatted(process.name(), process.pid()));
    }
  }

  private void tell(Kind kind, String text) {
    LOG.info("{}: {}", kind, text);
    owner.send(new ClusterEvent(kind, text));
  }

  private static ScheduledExecutorService scheduler() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("supervisor").factory());
  }
}
