package ai.hal9.engine.boot;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.NodeConfig;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the cache's Redis is as the configuration says. */
final class CacheCheck {

  private static final Logger LOG = LoggerFactory.getLogger(CacheCheck.class);
  private static final List<String> SETTINGS =
      List.of("maxmemory", "maxmemory-policy", "appendonly");

  private CacheCheck() {}

  /**
   * How it differs from what the file or its profile says; what neither says is not looked at. A
   * Redis that does not answer yet, or hides its settings, is not judged.
   */
  static Optional<String> refusal(NodeConfig config, ClusterRedis redis) {
    var wanted = wanted(config.tuning());
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    var wrong = new ArrayList<String>();
    try {
      var found = new HashMap<String, String>();
      SETTINGS.forEach(name -> found.putAll(redis.call(commands -> commands.configGet(name))));
      wanted.forEach(
          (name, value) -> {
            var is = found.get(name);
            if (is != null && !is.equals(value)) {
              wrong.add("its %s is %s and should be %s".formatted(name, is, value));
            }
          });
    } catch (RedisException e) {
      LOG.warn(
          "The settings of the Redis at {} are not checked: {}",
          config.redis().url(),
          e.getMessage());
      return Optional.empty();
    }
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The Redis of the cache at %s is not as configured: %s. Set it in its redis.conf, or change redis.maxmemory_mb, redis.maxmemory_policy, redis.appendonly or the profile"
                .formatted(config.redis().url(), String.join("; ", wrong)));
  }

  private static Map<String, String> wanted(Map<String, String> written) {
    var wanted = new HashMap<String, String>();
    var memory = written.get(TuningCatalogue.REDIS_MAXMEMORY.key());
    if (memory != null) {
      wanted.put("maxmemory", Long.toString(Long.parseLong(memory) << 20));
    }
    var policy = written.get(TuningCatalogue.REDIS_EVICTION.key());
    if (policy != null) {
      wanted.put("maxmemory-policy", policy);
    }
    var log = written.get(TuningCatalogue.REDIS_APPEND_ONLY.key());
    if (log != null) {
      wanted.put("appendonly", log.equals("on") ? "yes" : "no");
    }
    return wanted;
  }
}
