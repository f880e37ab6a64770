package ai.hal9.engine.dialogue;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import io.lettuce.core.pubsub.api.sync.RedisPubSubCommands;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client whose connections have no {@code sync()}: that would be a proxy of a thousand methods,
 * which a node generates, and has compiled, each time it starts. {@link Dialogue} waits instead.
 */
public final class LeanRedisClient extends RedisClient {

  private LeanRedisClient(ClientResources resources, RedisURI uri) {
    super(resources, uri);
  }

  /**
   * Nothing is connected yet.
   *
   * @param resources threads, shared with the process' other clients
   * @param uri where Redis is, with its password
   */
  public static LeanRedisClient of(ClientResources resources, RedisURI uri) {
    return new LeanRedisClient(resources, uri);
  }

  @Override
  protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
      RedisChannelWriter writer, PushHandler push, RedisCodec<K, V> codec, Duration timeout) {
    return new Connection<>(writer, push, codec, timeout);
  }

  @Override
  protected <K, V> StatefulRedisPubSubConnectionImpl<K, V> newStatefulRedisPubSubConnection(
      PubSubEndpoint<K, V> endpoint,
      RedisChannelWriter writer,
      RedisCodec<K, V> codec,
      Duration timeout) {
    return new Subscription<>(endpoint, writer, codec, timeout);
  }

  private static final class Connection<K, V> extends StatefulRedisConnectionImpl<K, V> {

    Connection(
        RedisChannelWriter writer, PushHandler push, RedisCodec<K, V> codec, Duration timeout) {
      super(writer, push, codec, timeout);
    }

    @Override
    protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
      return null;
    }
  }

  private static final class Subscription<K, V> extends StatefulRedisPubSubConnectionImpl<K, V> {

    Subscription(
        PubSubEndpoint<K, V> endpoint,
        RedisChannelWriter writer,
        RedisCodec<K, V> codec,
        Duration timeout) {
      super(endpoint, writer, codec, timeout);
    }

    @Override
    protected @Nullable RedisPubSubCommands<K, V> newRedisSyncCommandsImpl() {
      return null;
    }
  }
}
