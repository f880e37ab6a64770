package ai.hal9.sim.supervisor;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.cluster.AddedShard;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the shards that a command asks for: a file {@code shard-N} in the cluster's orders is
 * answered by {@code shard-N.json}. To ask for what runs already does no harm.
 */
final class ShardOrders {

  private static final Logger LOG = LoggerFactory.getLogger(ShardOrders.class);
  private static final long LOOK_MILLIS = 200;

  private final Plan plan;
  private final List<PostgresGroup> shards;
  private final IntFunction<ConfigWriter.Database> starter;
  private final BooleanSupplier stopping;
  private final ReentrantLock working = new ReentrantLock();

  private ShardOrders(
      Plan plan,
      List<PostgresGroup> shards,
      IntFunction<ConfigWriter.Database> starter,
      BooleanSupplier stopping) {
    this.plan = plan;
    this.shards = shards;
    this.starter = starter;
    this.stopping = stopping;
  }

  /**
   * Looks for orders from now on.
   *
   * @param shards beyond the first that run
   * @param starter starts another one
   */
  static void follow(
      Plan plan,
      List<PostgresGroup> shards,
      IntFunction<ConfigWriter.Database> starter,
      BooleanSupplier stopping,
      ScheduledExecutorService scheduler) {
    var orders = new ShardOrders(plan, shards, starter, stopping);
    var _ =
        scheduler.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("shard-orders").start(orders::look),
            LOOK_MILLIS,
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (stopping.getAsBoolean() || !working.tryLock()) {
      return;
    }
    try {
      var id = shards.size() + 1;
      for (var known = 1; known <= id; known++) {
        var order = ordered(plan.directory(), known);
        if (Files.exists(order)) {
          answer(order, known == id ? said(known, starter) : said(known, this::running));
        }
      }
    } catch (IOException e) {
      LOG.error("an order cannot be answered", e);
    } finally {
      working.unlock();
    }
  }

  private static Path ordered(ClusterDirectory directory, int shard) {
    return directory.orders().resolve("shard-" + shard);
  }

  /** Whatever goes wrong is the answer: who asked would wait for one in vain, and ask for ever. */
  private AddedShard said(int id, IntFunction<ConfigWriter.Database> shard) {
    try {
      return told(id, shard.apply(id));
    } catch (RuntimeException e) {
      LOG.error("shard {} does not start", id, e);
      return new AddedShard(
          id, "", "", "", Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  private ConfigWriter.Database running(int id) {
    return Members.database(shards.get(id - 1));
  }

  private AddedShard told(int id, ConfigWriter.Database shard) {
    return new AddedShard(
        id, shard.url(), shard.passwordFile().toString(), shard.replicas(plan.spec()), null);
  }

  private static void answer(Path order, AddedShard shard) throws IOException {
    WholeFile.write(
        order.resolveSibling(order.getFileName() + ".json"),
        SimJson.LINE.writeValueAsString(shard));
    Files.delete(order);
  }
}
