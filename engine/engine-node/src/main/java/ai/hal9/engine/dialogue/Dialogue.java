package ai.hal9.engine.dialogue;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A connection that is asked one command after the other, each answer waited for. */
public record Dialogue<V>(StatefulRedisConnection<String, V> connection) {

  /**
   * Sends one command and waits for its answer, for as long as its client lets a command take.
   *
   * @throws RedisException when Redis is out of reach or refuses
   */
  public <T> T ask(Function<RedisAsyncCommands<String, V>, RedisFuture<T>> command) {
    return LettuceFutures.awaitOrCancel(
        command.apply(connection.async()), connection.getTimeout().toNanos(), TimeUnit.NANOSECONDS);
  }
}
