package ai.hal9.engine.queue;

import ai.hal9.engine.dialogue.Dialogue;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;

/** The durable Redis has reached its {@code maxmemory}: it refuses what could enlarge it. */
final class FullMemory {

  static final SignalQueue.Obstacle OBSTACLE =
      new SignalQueue.Obstacle(
          true,
          "the memory of the durable Redis is full; there is room once PostgreSQL has committed"
              + " signals that wait, or with a larger maxmemory");

  private static final String REFUSAL = "OOM command not allowed";
  private static final byte[] NOTHING = {};

  private FullMemory() {}

  /** Whether that is why a command, or a script's, was refused. */
  static boolean refused(@Nullable Throwable failure) {
    return failure instanceof RedisCommandExecutionException
        && String.valueOf(failure.getMessage()).contains(REFUSAL);
  }

  /**
   * Whether a write would be refused now.
   *
   * @param key of a text
   * @throws RedisException when Redis is out of reach, or refuses for another reason
   */
  static boolean now(Dialogue<byte[]> redis, String key) {
    try {
      // Changes nothing, and counts as a write that may enlarge what is there.
      redis.ask(commands -> commands.setrange(key, 0, NOTHING));
      return false;
    } catch (RedisCommandExecutionException e) {
      if (refused(e)) {
        return true;
      }
      throw e;
    }
  }
}
