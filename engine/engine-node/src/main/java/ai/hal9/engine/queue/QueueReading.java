package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.time.InstantSource;

/** Reads how the queue is. */
public final class QueueReading {

  private QueueReading() {}

  /**
   * How a cluster's queue is; blocks.
   *
   * @throws RedisException when its Redis is out of reach
   */
  public static QueueState of(DurableRedis redis, InstantSource clock) {
    var open = redis.shared();
    if (open == null) {
      throw new RedisException(redis.obstacle().orElse("the durable Redis is not reached"));
    }
    return state(new Dialogue<>(open), QueueKeys.of(redis), clock.millis());
  }

  static QueueState state(Dialogue<byte[]> redis, QueueKeys keys, long nowMillis) {
    var length = redis.ask(commands -> commands.get(keys.length()));
    var oldest =
        redis.ask(commands -> commands.xrange(keys.entries(), Range.unbounded(), Limit.from(1)));
    return new QueueState(
        length == null ? 0 : Long.parseLong(new String(length, US_ASCII)),
        redis.ask(commands -> commands.xlen(keys.entries())),
        pending(redis, keys),
        Duration.ofMillis(
            oldest.isEmpty()
                ? 0
                : Math.max(0, nowMillis - QueueEntry.millis(oldest.getFirst().getId()))),
        redis.ask(commands -> commands.xlen(keys.dead())));
  }

  private static long pending(Dialogue<byte[]> redis, QueueKeys keys) {
    try {
      return redis.ask(commands -> commands.xpending(keys.entries(), QueueKeys.GROUP)).getCount();
    } catch (RedisCommandExecutionException e) {
      // Nobody has consumed yet, so that there is no group.
      return 0;
    }
  }
}
