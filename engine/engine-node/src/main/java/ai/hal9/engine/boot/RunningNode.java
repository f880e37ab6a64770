package ai.hal9.engine.boot;

import ai.hal9.engine.audit.TuningAudit;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.http.HttpServer;
import ai.hal9.engine.http.NodeIdentity;
import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.signal.SignalPipeline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that is up: waits until it can answer, and goes down without losing what it took. */
final class RunningNode {

  private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration LEAST_FLUSH = Duration.ofSeconds(5);

  private static final Duration LEAST_AUDIT = Duration.ofSeconds(2);

  private final NodeConfig config;
  private final SignalPipeline pipeline;
  private final Games games;
  private final NeuronMemory memory;
  private final TuningAudit audit;
  private final Runnable whenReady;
  private final HttpServer http;
  private final NodeIdentity identity;

  RunningNode(
      NodeConfig config,
      SignalPipeline pipeline,
      Games games,
      NeuronMemory memory,
      TuningAudit audit,
      Runnable whenReady,
      HttpServer http,
      NodeIdentity identity) {
    this.config = config;
    this.pipeline = pipeline;
    this.games = games;
    this.memory = memory;
    this.audit = audit;
    this.whenReady = whenReady;
    this.http = http;
    this.identity = identity;
  }

  /**
   * Waits until everything the node needs is there.
   *
   * @throws StartException when that takes too long
   */
  void awaitReady() {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!pipeline.ready()) {
      if (System.nanoTime() > deadline) {
        throw new StartException(
            "The node is not ready after %d s: %s. The database is %s as %s; check database.url, "
                    .formatted(
                        PATIENCE.toSeconds(),
                        missing(),
                        withoutPassword(config.database().url()),
                        config.database().username())
                + "database.username and database.password_file, and that PostgreSQL runs");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    whenReady.run();
    LOG.info(
        "{} {} serves {}://{}:{} in cluster {}, region {}",
        identity.name(),
        identity.version(),
        config.server().tls() == null ? "http" : "https",
        http.address().getHostString(),
        http.address().getPort(),
        identity.cluster(),
        identity.region());
  }

  /** Drains, stops serving, writes what waits. True when nothing was cut off. */
  boolean stop() {
    var server = config.server();
    var limit = server.drainTimeout();
    var deadline = System.nanoTime() + limit.toNanos();
    LOG.info("{} drains for up to {} s", identity.name(), limit.toSeconds());
    var cutOff = http.drain(server.drainNotice(), limit);
    http.close();
    games.close(atLeastAFlush(deadline));
    memory.close(atLeastAFlush(deadline));
    audit.close(LEAST_AUDIT);
    pipeline.close(atLeastAFlush(deadline));
    if (cutOff > 0) {
      LOG.warn("{} requests were cut off after {} s", cutOff, limit.toSeconds());
    }
    return cutOff == 0;
  }

  private static Duration atLeastAFlush(long deadline) {
    var left = Duration.ofNanos(deadline - System.nanoTime());
    return left.compareTo(LEAST_FLUSH) < 0 ? LEAST_FLUSH : left;
  }

  /** How long {@link #stop} and what follows it may take. */
  Duration longestStop() {
    return config.server().drainTimeout().plus(LEAST_FLUSH.multipliedBy(4));
  }

  private String missing() {
    return pipeline.parts().stream()
        .filter(part -> part.required() && !part.ready())
        .map(part -> part.name() + ": " + part.reason())
        .collect(Collectors.joining("; "));
  }

  static String withoutPassword(String url) {
    return url.replaceAll("(?i)([?&](?:ssl)?password=)[^&]*", "$1***");
  }
}
