package ai.hal9.engine.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.telemetry.Delivery;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.telemetry.TelemetryFeed;
import ai.hal9.engine.tuning.ConnectionBudget;
import ai.hal9.engine.tuning.PostgresBudget;
import ai.hal9.stores.LocalStores;
import com.sun.net.httpserver.HttpServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.DefaultClientResources;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreProbesIT {

  private static final String BALANCER_PAGE =
      """
      {"startedAt": "2026-01-01T00:00:00Z", "connections": 3, "refused": 0, "upstreams": [
        {"name": "node-1", "url": "http://127.0.0.1:1", "weight": 1, "up": true, "reason": "",
         "inFlight": 2, "requests": {"2xx": 10, "5xx": 1}, "retries": 4, "fails": 1},
        {"name": "node-2", "up": false, "inFlight": 0, "requests": {}, "retries": 0, "fails": 9}]}
      """;

  @TempDir Path directory;

  @Test
  void feed_storesAndBalancer_tellOfThemselvesWhileSomeoneListens() throws Exception {
    var asked = new AtomicInteger();
    var balancer = balancer(asked);
    var resources = DefaultClientResources.create();
    try (var stores = LocalStores.start(directory);
        var redis = ClusterRedis.of(resources, redisUri(stores), "watched");
        var telemetry =
            NodeTelemetry.of(
                new TelemetrySource(
                    SourceKind.NODE, "node-1", "watched", "local", "0.1.0", Instant.now()),
                List.of(
                    StoreProbes.postgres(
                        stores.postgres().jdbcUrl(), login(stores), "watched", "local"),
                    StoreProbes.redis(redis, () -> "redis:1", "watched", "local"),
                    StoreProbes.balancer(
                        URI.create("http://127.0.0.1:" + balancer.getAddress().getPort()),
                        null,
                        "secret",
                        "watched",
                        "local")),
                Clock.systemUTC())) {
      telemetry.every(Duration.ofMillis(250));
      telemetry.start();
      try (var nodeOnly = telemetry.feed().subscribe(EnumSet.of(SourceKind.NODE), 10)) {
        assertThat(next(nodeOnly, SourceKind.NODE).gauges())
            .containsKey(MetricCatalogue.HEAP_USED.series())
            .containsKey(MetricCatalogue.RESIDENT_MEMORY.series());
      }
      assertThat(asked).hasValue(0);

      try (var all = telemetry.feed().subscribe(EnumSet.allOf(SourceKind.class), 50)) {
        var postgres = next(all, SourceKind.POSTGRES);
        var server = postgres.source().name();
        assertThat(postgres.source().version()).startsWith("18");
        assertThat(value(postgres.gauges(), MetricCatalogue.PG_BACKENDS.series(server, "active")))
            .isGreaterThanOrEqualTo(1);
        assertThat(value(postgres.gauges(), MetricCatalogue.PG_MAX_CONNECTIONS.series(server)))
            .isGreaterThan(1);
        assertThat(postgres.counters()).containsKey(MetricCatalogue.PG_COMMITS.series(server));
        assertThat(value(postgres.gauges(), MetricCatalogue.PG_SIZE.series(server)))
            .isGreaterThan(1_000_000);
        assertThat(postgres.gauges())
            .containsEntry(MetricCatalogue.PG_SYNC_STANDBYS.series(server), 0.0);
        var later = next(all, SourceKind.POSTGRES);
        assertThat(later.source()).isEqualTo(postgres.source());
        assertThat(later.gauges()).containsKey(MetricCatalogue.PG_SIZE.series(server));
        assertThat(later.counters().keySet()).isEqualTo(postgres.counters().keySet());

        var cached = next(all, SourceKind.REDIS);
        assertThat(value(cached.gauges(), MetricCatalogue.REDIS_MEMORY.series("redis:1")))
            .isGreaterThan(100_000);
        assertThat(value(cached.gauges(), MetricCatalogue.REDIS_MEMORY_MAX.series("redis:1")))
            .isGreaterThan(1_000_000);
        assertThat(cached.counters()).containsKey(MetricCatalogue.REDIS_HITS.series("redis:1"));
        assertThat(next(all, SourceKind.REDIS).source()).isEqualTo(cached.source());

        var balanced = next(all, SourceKind.BALANCER);
        assertThat(balanced.gauges())
            .containsEntry(MetricCatalogue.BALANCER_CONNECTIONS.series(), 3.0)
            .containsEntry(MetricCatalogue.BALANCER_UP.series("node-1"), 1.0)
            .containsEntry(MetricCatalogue.BALANCER_UP.series("node-2"), 0.0);
        assertThat(balanced.counters())
            .containsEntry(MetricCatalogue.BALANCER_REQUESTS.series("node-1", "5xx"), 1.0);
      }
      var budget = new PostgresBudget(stores.postgres().jdbcUrl(), login(stores), () -> 3);
      assertThat(budget.room()).map(ConnectionBudget.Room::members).hasValue(3);
      assertThat(budget.room().orElseThrow().reserve()).isGreaterThanOrEqualTo(3);

      stores.postgres().close();
      try (var all = telemetry.feed().subscribe(EnumSet.of(SourceKind.POSTGRES), 50)) {
        assertThat(all.next(Duration.ofSeconds(1))).isEmpty();
      }
      var before = asked.get();
      await().during(Duration.ofMillis(600)).until(() -> asked.get() <= before + 1);
    } finally {
      balancer.stop(0);
      resources.shutdown().awaitUninterruptibly();
    }
  }

  private static TelemetrySnapshot next(TelemetryFeed.Subscription feed, SourceKind kind)
      throws InterruptedException {
    for (var i = 0; i < 100; i++) {
      var snapshot = feed.next(Duration.ofSeconds(5)).map(Delivery::snapshot);
      if (snapshot.isPresent() && snapshot.get().source().kind() == kind) {
        return snapshot.get();
      }
    }
    throw new AssertionError(kind + " told nothing");
  }

  private static double value(Map<Series, Double> values, Series series) {
    return values.getOrDefault(series, Double.NaN);
  }

  private static Properties login(LocalStores stores) throws Exception {
    var login = new Properties();
    login.setProperty("user", stores.postgres().username());
    login.setProperty("password", Files.readString(stores.postgres().passwordFile()).strip());
    return login;
  }

  private static RedisURI redisUri(LocalStores stores) throws Exception {
    return RedisURI.builder()
        .withHost("127.0.0.1")
        .withPort(stores.redis().port())
        .withPassword(Files.readString(stores.redis().passwordFile()).strip().toCharArray())
        .build();
  }

  private static HttpServer balancer(AtomicInteger asked) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/balancer/status",
        exchange -> {
          asked.incrementAndGet();
          var trusted =
              "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          var body = BALANCER_PAGE.getBytes(UTF_8);
          exchange.sendResponseHeaders(trusted ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
