package ai.hal9.engine.cluster;

import ai.hal9.api.cluster.ClusterMember;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The notes the members leave in Redis: one key a node, which vanishes unless renewed, and a set of
 * the names that may have one.
 */
final class Heartbeat {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** KEYS: names, prefix of notes. ARGV: own name, own note, its life in ms. Returns all notes. */
  private static final String BEAT =
      """
      redis.call('SET', KEYS[2] .. ARGV[1], ARGV[2], 'PX', ARGV[3])
      redis.call('SADD', KEYS[1], ARGV[1])
      local notes = {}
      for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
        local note = redis.call('GET', KEYS[2] .. name)
        if note then notes[#notes + 1] = note else redis.call('SREM', KEYS[1], name) end
      end
      return notes
      """;

  private final ClusterRedis redis;
  private final Duration life;

  Heartbeat(ClusterRedis redis, Duration life) {
    this.redis = redis;
    this.life = life;
  }

  /** Renews the member's note and reads everyone's. */
  List<ClusterMember> beat(ClusterMember self) {
    List<String> notes =
        redis.call(
            commands ->
                commands.eval(
                    BEAT,
                    ScriptOutputType.MULTI,
                    new String[] {redis.key("nodes"), redis.key("node:")},
                    self.name(),
                    JSON.writeValueAsString(self),
                    Long.toString(life.toMillis())));
    return notes.stream().mapMulti(Heartbeat::read).toList();
  }

  /** Takes the member's note away. */
  void leave(String name) {
    redis.call(commands -> commands.del(redis.key("node:") + name));
    redis.call(commands -> commands.srem(redis.key("nodes"), name));
  }

  private static void read(String note, Consumer<ClusterMember> members) {
    try {
      members.accept(JSON.readValue(note, ClusterMember.class));
    } catch (JacksonException e) {
      LOG.warn("A member of another version says something unreadable of itself: {}", note);
    }
  }
}
