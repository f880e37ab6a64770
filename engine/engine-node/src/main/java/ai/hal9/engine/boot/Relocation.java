package ai.hal9.engine.boot;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.redis.RedisAddresses;
import io.lettuce.core.RedisURI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows each Redis to where the configuration file now says it is: whoever uses it gives up its
 * connections to where it was.
 *
 * @param cache the address the cache's had when the node started
 * @param ofCache who uses the cache's
 * @param durable the address the durable one had, or the cache's where that serves for both
 * @param ofDurable who uses the durable one
 */
record Relocation(
    RedisAddresses addresses,
    RedisURI cache,
    List<Runnable> ofCache,
    RedisURI durable,
    List<Runnable> ofDurable) {

  private static final Logger LOG = LoggerFactory.getLogger(Relocation.class);

  Relocation {
    ofCache = List.copyOf(ofCache);
    ofDurable = List.copyOf(ofDurable);
  }

  void follow(NodeConfig.Redis now) {
    var one = now.durable() == null;
    if (addresses.move(cache, RedisURI.create(now.url()))) {
      LOG.info("The cache's Redis is at {} now", now.url());
      ofCache.forEach(Runnable::run);
      if (one) {
        ofDurable.forEach(Runnable::run);
      }
    }
    var elsewhere = now.durable();
    if (elsewhere != null && addresses.move(durable, RedisURI.create(elsewhere.url()))) {
      LOG.info("The durable Redis is at {} now", elsewhere.url());
      ofDurable.forEach(Runnable::run);
    }
  }
}
