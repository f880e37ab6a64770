package ai.hal9.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.ConfigFile;
import ai.hal9.engine.config.ConfigReading;
import ai.hal9.engine.config.NodeConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real servers. */
class DurableCheckIT {

  private static final String QUEUED = "performance: {durability: queued}\n";
  private static final String NAMED = "redis: {durable_url: \"redis://127.0.0.1:6380\"}\n";

  @TempDir private Path folder;

  @Test
  void refusal_cache_whereItMustNotLose_saysWhatToSet() {
    try (var server = TestRedis.start(folder)) {
      var redis = server.durableClient("test");

      assertThat(DurableCheck.refusal(config(""), redis)).isEmpty();
      assertThat(DurableCheck.refusal(config(QUEUED), redis).orElseThrow())
          .contains(
              "its appendfsync is everysec and must be always",
              "its maxmemory-policy is allkeys-lru and must be noeviction",
              "redis.durable_url");
      assertThat(DurableCheck.refusal(config(NAMED), redis).orElseThrow())
          .contains("or remove redis.durable_url");
    }
  }

  @Test
  void refusal_durableServer_isNone() {
    try (var server = TestRedis.durable(folder)) {
      assertThat(DurableCheck.refusal(config(NAMED + QUEUED), server.durableClient("test")))
          .isEmpty();
    }
  }

  private static NodeConfig config(String yaml) {
    return switch (ConfigFile.parse("node: {name: node-1}\n" + yaml, Path.of("."), Map.of())) {
      case ConfigReading.Accepted(var config) -> config;
      case ConfigReading.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
