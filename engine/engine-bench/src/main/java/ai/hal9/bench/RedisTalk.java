package ai.hal9.bench;

import ai.hal9.stores.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** A change told on a channel of Redis, on which some nodes listen. */
final class RedisTalk implements PeerTalk {

  private static final String CHANNEL = "hal9:bench:changes";
  private static final Pattern CPU = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)");

  private final List<RedisClient> clients = new ArrayList<>();
  private final StatefulRedisConnection<String, String> publisher;
  private final Map<String, Message> underWay = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final int listeners;

  private record Message(AtomicInteger missing, Runnable heard) {}

  RedisTalk(RedisServer redis, int listeners) throws IOException {
    this.listeners = listeners;
    var uri = BenchRedis.address(redis);
    publisher = client(uri).connect(StringCodec.UTF8);
    for (var i = 0; i < listeners; i++) {
      var listening = client(uri).connectPubSub(StringCodec.UTF8);
      listening.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String key) {
              heard(key);
            }
          });
      listening.sync().subscribe(CHANNEL);
    }
  }

  /** Of a node of its own. */
  private RedisClient client(RedisURI uri) {
    var client = RedisClient.create(uri);
    clients.add(client);
    return client;
  }

  @Override
  public void say(Runnable heard) {
    // as a change of a neuron's state is told: its key and the version
    var key = "neuron:019a0000-0000-7000-8000-000000000001:state " + number.incrementAndGet();
    underWay.put(key, new Message(new AtomicInteger(listeners), heard));
    var _ = publisher.async().publish(CHANNEL, key);
  }

  private void heard(String key) {
    var message = underWay.get(key);
    if (message != null && message.missing.decrementAndGet() == 0) {
      underWay.remove(key);
      message.heard.run();
    }
  }

  @Override
  public long elsewhereNanos() {
    return CPU.matcher(publisher.sync().info("cpu"))
        .results()
        .mapToLong(used -> (long) (Double.parseDouble(used.group(1)) * 1e9))
        .sum();
  }

  @Override
  public void close() {
    clients.forEach(RedisClient::shutdown);
  }
}
