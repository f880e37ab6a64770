package ai.hal9.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.store.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes as processes, in two regions of one cluster. */
class RegionsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String METRIC = "hal9_cross_region_latency_seconds";

  @TempDir Path folder;

  @Test
  void latency_toAnotherRegion_isThereWhileItsNodeServes() throws Exception {
    var cluster = "regions" + System.nanoTime();
    var database = TestStores.database();
    try (var west = start(cluster, "west", database)) {
      try (var east = start(cluster, "east", database)) {
        await().atMost(PATIENCE).until(() -> latency(west, "west", "east") > 0);
        await().atMost(PATIENCE).until(() -> latency(east, "east", "west") > 0);
        assertThat(metrics(west)).doesNotContain("destination=\"west\"");
      }

      await().atMost(PATIENCE).until(() -> Double.isNaN(latency(west, "west", "east")));
      assertThat(metrics(west)).doesNotContain(METRIC).contains("hal9_uptime_seconds");
    }
  }

  private NodeProcess start(String cluster, String region, NodeConfig.Database database)
      throws IOException {
    var own = Files.createDirectories(folder.resolve(region));
    var redis = TestStores.running().redis();
    return NodeProcess.start(
        own,
        """
        node: {name: %s-1, cluster: %s, region: %s}
        server: {port: %%PORT}
        database: {url: "%s", username: %s, password_file: %s, max_connections: 4, min_connections: 1}
        redis: {url: "%s", password_file: %s}
        """
            .formatted(
                region,
                cluster,
                region,
                database.url(),
                database.username(),
                database.passwordFile(),
                redis.url(),
                redis.passwordFile()));
  }

  private static double latency(NodeProcess node, String from, String to) throws IOException {
    var series = "%s{destination=\"%s\",source=\"%s\"} ".formatted(METRIC, to, from);
    return metrics(node)
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String metrics(NodeProcess node) throws IOException {
    try (var client = node.client()) {
      return client.get("/metrics").response().body();
    }
  }
}
