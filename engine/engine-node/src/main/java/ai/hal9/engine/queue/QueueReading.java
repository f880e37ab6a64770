package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

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
    List<byte[]> told =
        redis.ask(commands -> commands.eval(Scripts.STATE, ScriptOutputType.MULTI, keys.all()));
    var texts = told.stream().map(text -> new String(text, US_ASCII)).iterator();
    return new QueueState(
        Long.parseLong(texts.next()),
        Long.parseLong(texts.next()),
        Long.parseLong(texts.next()),
        age(texts.next(), nowMillis),
        Long.parseLong(texts.next()),
        Long.parseLong(texts.next()));
  }

  private static Duration age(String oldest, long nowMillis) {
    return Duration.ofMillis(
        oldest.isEmpty() ? 0 : Math.max(0, nowMillis - Long.parseLong(oldest)));
  }
}
