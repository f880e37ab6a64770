package ai.hal9.engine.boot;

import ai.hal9.api.signal.Durability;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.redis.Keeping;
import java.util.Optional;

/** Whether a node may start over its durable Redis. */
final class DurableCheck {

  private DurableCheck() {}

  /**
   * Why it may not. A Redis named as the durable one must be durable; the cache in its place need
   * only be when the configuration promises {@code queued}. One that does not answer yet is judged
   * when it does, by refusing what it cannot promise.
   */
  static Optional<String> refusal(NodeConfig config, DurableRedis redis) {
    var queued =
        Durability.QUEUED.wireName().equals(config.tuning().get(TuningCatalogue.DURABILITY.key()));
    var named = config.redis().durable() != null;
    if (!named && !queued) {
      return Optional.empty();
    }
    return redis
        .keeping()
        .flatMap(Keeping::shortfall)
        .map(
            why ->
                "The Redis at %s may lose what it acknowledged: %s. Set it in its redis.conf%s"
                    .formatted(
                        redis.server(),
                        why,
                        named
                            ? ", or remove redis.durable_url"
                            : ", name another one in redis.durable_url, or choose another "
                                + TuningCatalogue.DURABILITY.key()));
  }
}
