package ai.hal9.engine.session;

import ai.hal9.engine.cluster.ClusterRedis;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Sessions and keys that any node of the cluster revoked lately, heard through Redis' channel
 * {@code revoked}. It is remembered for longer than a node may hold what it looked up, so that a
 * look-up under way during the revocation does not bring the session back.
 */
public final class Revocations {

  private static final String CHANNEL = "revoked";
  private static final long MEMORY_NANOS = Duration.ofSeconds(5).toNanos();

  private final ClusterRedis redis;
  private final LongSupplier nanoTime;
  private final Map<UUID, Long> heard = new ConcurrentHashMap<>();
  private boolean listening;

  /** Hears nothing before {@link #keepUp}. */
  public Revocations(ClusterRedis redis, LongSupplier nanoTime) {
    this.redis = redis;
    this.nanoTime = nanoTime;
  }

  /** Whether the session or key was revoked in the last seconds; a look into a map. */
  public boolean contains(UUID id) {
    return !heard.isEmpty() && heard.containsKey(id);
  }

  /**
   * Tells all nodes.
   *
   * @throws RedisException when Redis is out of reach: then this node alone knows
   */
  public void tell(UUID id) {
    note(id);
    redis.call(commands -> commands.publish(redis.key(CHANNEL), id.toString()));
  }

  /** Notes a revocation that the others hear of in another way. */
  void note(UUID id) {
    heard.put(id, nanoTime.getAsLong());
  }

  /** Listens if it does not yet, and forgets what is old. Called about once a second. */
  synchronized void keepUp() {
    if (!listening) {
      redis.listen(redis.key(CHANNEL), message -> note(UUID.fromString(message)));
      listening = true;
    }
    var old = nanoTime.getAsLong() - MEMORY_NANOS;
    heard.values().removeIf(at -> at - old < 0);
  }
}
