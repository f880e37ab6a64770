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

/** Over a real server: 64 MiB, allkeys-lru, appendonly yes. */
class CacheCheckIT {

  @TempDir private Path folder;

  @Test
  void refusal_ofACacheThatDiffers_saysInWhat() {
    try (var server = TestRedis.start(folder)) {
      var redis = server.client("test");

      assertThat(CacheCheck.refusal(config(""), redis)).isEmpty();
      assertThat(
              CacheCheck.refusal(
                  config("redis: {maxmemory_mb: 64, maxmemory_policy: allkeys-lru}\n"), redis))
          .isEmpty();
      assertThat(CacheCheck.refusal(config("profile: seed-3\n"), redis).orElseThrow())
          .contains(
              "its maxmemory is 67108864 and should be 2147483648",
              "its appendonly is yes and should be no")
          .doesNotContain("its maxmemory-policy");
      assertThat(CacheCheck.refusal(config("profile: seed-1\n"), redis).orElseThrow())
          .contains("should be 4294967296")
          .doesNotContain("its appendonly");
    }
  }

  @Test
  void refusal_ofACacheThatDoesNotAnswer_isNone() {
    try (var server = TestRedis.start(folder)) {
      var redis = server.client("test");
      server.stop();
      assertThat(CacheCheck.refusal(config("profile: seed-3\n"), redis)).isEmpty();
    }
  }

  private static NodeConfig config(String yaml) {
    return switch (ConfigFile.parse("node: {name: node-1}\n" + yaml, Path.of("."), Map.of())) {
      case ConfigReading.Accepted(var config) -> config;
      case ConfigReading.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
