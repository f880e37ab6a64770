package ai.hal9.sim.supervisor;

import ai.hal9.sim.process.AotCache;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.NodeJvm;
import ai.hal9.sim.trust.HomeTrust;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.ChildSpec;
import ai.hal9.stores.process.Readiness;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a node once against the cluster's own databases, on a scratch database, so that the JVM can
 * write down what it has learned.
 */
final class AotTraining {

  private static final Logger LOG = LoggerFactory.getLogger(AotTraining.class);
  private static final String SCRATCH = "hal9_training";
  private static final String CLUSTER = "aot-training";

  /** Enough for the compilers' profiles, which the cache keeps too, to know the busy paths. */
  private static final int SIGNALS = 6_000;

  private static final int CLIENTS = 16;
  private static final int CONTENTS = 600;
  private static final Duration START = Duration.ofSeconds(60);

  /** The JVM writes the cache while it ends. */
  private static final Duration END = Duration.ofSeconds(90);

  private final Installation installation;
  private final Plan plan;
  private final ConfigWriter configs;
  private final Spawner spawner;

  AotTraining(Installation installation, Plan plan, ConfigWriter configs, Spawner spawner) {
    this.installation = installation;
    this.plan = plan;
    this.configs = configs;
    this.spawner = spawner;
  }

  /** Makes the cache where there is none that fits. A failure is told and does no harm. */
  void ensure(int port, PostgresServer postgres, ConfigWriter.Stores stores, Announcer announcer) {
    var cache = AotCache.of(installation);
    if (cache.fits() || !cache.trainable()) {
      return;
    }
    announcer.begun("training the nodes' AOT cache, once per build (about 25 s)");
    try {
      if (!cache.train(file -> train(file, port, postgres, stores))) {
        announcer.notice("no AOT cache came of the training; the nodes start without, slower");
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("AOT training failed", e);
      announcer.notice(
          "the nodes start without an AOT cache, slower (%s)".formatted(e.getMessage()));
    }
  }

  private void train(Path file, int port, PostgresServer postgres, ConfigWriter.Stores stores)
      throws IOException {
    scratch(postgres, List.of("DROP DATABASE IF EXISTS " + SCRATCH, create(postgres)));
    try {
      var node = Plan.node("training", port, plan.directory());
      var url = postgres.jdbcUrl().replaceFirst("/[^/]*$", "/" + SCRATCH);
      configs.node(
          node,
          CLUSTER,
          new ConfigWriter.Stores(
              new ConfigWriter.Database(url, stores.postgres().passwordFile(), List.of()),
              List.of(),
              stores.redis(),
              stores.durable()));
      var child =
          spawner.start(
              ChildSpec.of(
                      node.name(),
                      plan.directory().root(),
                      NodeJvm.of(installation).trainingCommand(node.config(), file))
                  .withLog(plan.directory().logs().resolve("training.log"))
                  .withEnvironment(NodeJvm.environment()));
      try {
        Readiness.await(child, START, () -> Probe.ready(node.url()));
        exerciseHeard(node.url());
      } finally {
        child.stop(END);
      }
    } finally {
      scratch(postgres, List.of("DROP DATABASE IF EXISTS " + SCRATCH + " WITH (FORCE)"));
    }
  }

  /** As a console hears it, with all that the node tells of itself and of the stores. */
  private void exerciseHeard(URI node) throws IOException {
    var url = node.resolve("/api/v1/telemetry").toString().replaceFirst("^http", "ws");
    var token = Files.readString(plan.directory().token()).strip();
    try (var http = HttpClient.newBuilder().sslContext(HomeTrust.context()).build()) {
      var console =
          http.newWebSocketBuilder()
              .header("Authorization", "Bearer " + token)
              .connectTimeout(START)
              .buildAsync(URI.create(url), new WebSocket.Listener() {});
      try {
        exercise(node);
      } finally {
        // the client ends with its connections; where there was none, the rest was trained
        var _ = console.thenAccept(WebSocket::abort);
      }
    }
  }

  private static void exercise(URI node) {
    var clients = new ArrayList<Runnable>();
    for (var i = 0; i < CLIENTS; i++) {
      var first = i * SIGNALS / CLIENTS;
      clients.add(
          () -> {
            for (var n = first; n < first + SIGNALS / CLIENTS; n++) {
              Probe.signal(node, "training " + n % CONTENTS);
            }
          });
    }
    Together.run(clients);
    for (var page : List.of("/metrics", "/api/v1/metrics", "/api/v1/status", "/api/v1/neurons")) {
      Probe.look(node.resolve(page));
    }
  }

  private static String create(PostgresServer postgres) {
    return "CREATE DATABASE %s OWNER %s".formatted(SCRATCH, postgres.username());
  }

  private static void scratch(PostgresServer postgres, List<String> statements) {
    var url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port());
    try (var connection =
            DriverManager.getConnection(
                url,
                PostgresServer.SUPERUSER,
                Files.readString(postgres.superuserPasswordFile()).strip());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("no scratch database: " + e.getMessage(), e);
    }
  }
}
