package ai.hal9.engine.session;

import ai.hal9.engine.cluster.ClusterRedis;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where sealed sessions lie in Redis. Every step is one script and so atomic, to readers and to the
 * append-only file alike:
 *
 * <ul>
 *   <li>{@code session:{region}:{id}}, a sealed session, which vanishes when it expires
 *   <li>{@code session:regions}, every region that ever held one
 *   <li>{@code sessions:{region}}, the ids there by when they expire, for counting
 *   <li>{@code user:{id}:sessions}, a user's ids by the microsecond they were opened at, so that of
 *       those of one millisecond the oldest is known; those that expired stay until they are in the
 *       way
 * </ul>
 *
 * <p>Every method throws {@link RedisException} when Redis is out of reach.
 */
final class SessionShelf {

  private static final String COMMON =
      """
      local p = KEYS[1]
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local function at(region, id) return p .. 'session:' .. region .. ':' .. id end
      local function drop(id)
        local gone = 0
        for _, region in ipairs(redis.call('SMEMBERS', p .. 'session:regions')) do
          gone = gone + redis.call('DEL', at(region, id))
          redis.call('ZREM', p .. 'sessions:' .. region, id)
        end
        redis.call('PUBLISH', p .. 'revoked', id)
        return gone
      end
      """;

  /** ARGV: region, id, user, sealed, ttl ms, life of the user's list ms, most per user. */
  private static final String PUT =
      COMMON
          + """
          redis.call('SADD', p .. 'session:regions', ARGV[1])
          redis.call('SET', at(ARGV[1], ARGV[2]), ARGV[4], 'PX', ARGV[5])
          redis.call('ZADD', p .. 'sessions:' .. ARGV[1], now + ARGV[5], ARGV[2])
          local mine = p .. 'user:' .. ARGV[3] .. ':sessions'
          redis.call('ZADD', mine, time[1] * 1000000 + time[2], ARGV[2])
          redis.call('PEXPIRE', mine, ARGV[6])
          if redis.call('ZCARD', mine) > tonumber(ARGV[7]) then
            local regions = redis.call('SMEMBERS', p .. 'session:regions')
            for _, each in ipairs(redis.call('ZRANGE', mine, 0, -1)) do
              local alive = false
              for _, region in ipairs(regions) do
                alive = alive or redis.call('EXISTS', at(region, each)) == 1
              end
              if not alive then redis.call('ZREM', mine, each) end
            end
          end
          local gone = 0
          while redis.call('ZCARD', mine) > tonumber(ARGV[7]) do
            gone = gone + drop(redis.call('ZPOPMIN', mine)[1])
          end
          return gone
          """;

  /**
   * ARGV: own region, id, ttl ms, least life ms that is left as it is. Returns region and sealed.
   * All regions are looked through at one moment: a session that moves meanwhile is not missed.
   */
  private static final String FIND =
      COMMON
          + """
          local function look(region)
            local key = at(region, ARGV[2])
            local sealed = redis.call('GET', key)
            if not sealed then return nil end
            local left = redis.call('PTTL', key)
            if left < tonumber(ARGV[4]) or left > tonumber(ARGV[3]) then
              redis.call('PEXPIRE', key, ARGV[3])
              redis.call('ZADD', p .. 'sessions:' .. region, now + ARGV[3], ARGV[2])
            end
            return {region, sealed}
          end
          local found = look(ARGV[1])
          if found then return found end
          for _, region in ipairs(redis.call('SMEMBERS', p .. 'session:regions')) do
            found = look(region)
            if found then return found end
          end
          return {}
          """;

  /** ARGV: from region, to region, id, sealed before, sealed after. Keeps the expiry. */
  private static final String MOVE =
      COMMON
          + """
          local from = at(ARGV[1], ARGV[3])
          if redis.call('GET', from) ~= ARGV[4] then return 0 end
          local left = redis.call('PTTL', from)
          redis.call('DEL', from)
          redis.call('ZREM', p .. 'sessions:' .. ARGV[1], ARGV[3])
          redis.call('SADD', p .. 'session:regions', ARGV[2])
          redis.call('SET', at(ARGV[2], ARGV[3]), ARGV[5], 'PX', left)
          redis.call('ZADD', p .. 'sessions:' .. ARGV[2], now + left, ARGV[3])
          return 1
          """;

  /** ARGV: user, id. Returns how many there were, and nothing of another user's. */
  private static final String REVOKE =
      COMMON
          + """
          if redis.call('ZREM', p .. 'user:' .. ARGV[1] .. ':sessions', ARGV[2]) == 0 then
            return 0
          end
          return drop(ARGV[2])
          """;

  /** ARGV: user, id to keep or nothing. Returns the ids of those that were alive. */
  private static final String REVOKE_ALL =
      COMMON
          + """
          local mine = p .. 'user:' .. ARGV[1] .. ':sessions'
          local gone = {}
          for _, id in ipairs(redis.call('ZRANGE', mine, 0, -1)) do
            if id ~= ARGV[2] then
              if drop(id) > 0 then gone[#gone + 1] = id end
              redis.call('ZREM', mine, id)
            end
          end
          return gone
          """;

  /** ARGV: user. Returns id, region and sealed of each by turns. */
  private static final String LIST =
      COMMON
          + """
          local mine = p .. 'user:' .. ARGV[1] .. ':sessions'
          local regions = redis.call('SMEMBERS', p .. 'session:regions')
          local list = {}
          for _, id in ipairs(redis.call('ZRANGE', mine, 0, -1)) do
            local alive = false
            for _, region in ipairs(regions) do
              local sealed = redis.call('GET', at(region, id))
              if sealed then
                list[#list + 1] = id
                list[#list + 1] = region
                list[#list + 1] = sealed
                alive = true
              end
            end
            if not alive then redis.call('ZREM', mine, id) end
          end
          return list
          """;

  /** Returns region and number by turns. */
  private static final String COUNT =
      COMMON
          + """
          local counts = {}
          for _, region in ipairs(redis.call('SMEMBERS', p .. 'session:regions')) do
            redis.call('ZREMRANGEBYSCORE', p .. 'sessions:' .. region, '-inf', now)
            counts[#counts + 1] = region
            counts[#counts + 1] = tostring(redis.call('ZCARD', p .. 'sessions:' .. region))
          end
          return counts
          """;

  /** Longer than any session's: who ends all of a user's must not miss one. */
  private static final Duration LIST_LIFE = Duration.ofDays(366);

  private final ClusterRedis redis;

  /** A sealed session and where it lies. */
  record Found(UUID id, String region, String sealed) {}

  SessionShelf(ClusterRedis redis) {
    this.redis = redis;
  }

  /** What a session is sealed for: the full name of its key. */
  String name(String region, UUID id) {
    return redis.key("session:" + region + ":" + id);
  }

  /** Adds a session; how many of the user's oldest had to go for it. */
  long put(Session session, String sealed, Duration ttl, int mostPerUser) {
    return number(
        PUT,
        session.region(),
        session.id().toString(),
        session.userId().toString(),
        sealed,
        millis(ttl),
        millis(LIST_LIFE),
        Integer.toString(mostPerUser));
  }

  /** The session wherever it lies, its life renewed to the ttl once less than the least is left. */
  @Nullable Found find(String ownRegion, UUID id, Duration ttl, Duration least) {
    var found = list(FIND, ownRegion, id.toString(), millis(ttl), millis(least));
    return found.isEmpty() ? null : new Found(id, found.get(0), found.get(1));
  }

  /** Puts a session elsewhere or seals it anew, unless it has changed or gone: then false. */
  boolean move(Found from, String toRegion, String sealed) {
    return number(MOVE, from.region(), toRegion, from.id().toString(), from.sealed(), sealed) == 1;
  }

  boolean revoke(UUID user, UUID id) {
    return number(REVOKE, user.toString(), id.toString()) > 0;
  }

  List<UUID> revokeAll(UUID user, @Nullable UUID keep) {
    return list(REVOKE_ALL, user.toString(), keep == null ? "" : keep.toString()).stream()
        .map(UUID::fromString)
        .toList();
  }

  List<Found> list(UUID user) {
    var flat = list(LIST, user.toString());
    var sessions = new ArrayList<Found>();
    for (var i = 0; i < flat.size(); i += 3) {
      sessions.add(new Found(UUID.fromString(flat.get(i)), flat.get(i + 1), flat.get(i + 2)));
    }
    return sessions;
  }

  /** How many are alive, by region. */
  Map<String, Integer> count() {
    var flat = list(COUNT);
    var counts = new LinkedHashMap<String, Integer>();
    for (var i = 0; i < flat.size(); i += 2) {
      counts.put(flat.get(i), Integer.valueOf(flat.get(i + 1)));
    }
    return counts;
  }

  private List<String> list(String script, String... arguments) {
    return redis.call(
        commands -> commands.eval(script, ScriptOutputType.MULTI, prefix(), arguments));
  }

  private long number(String script, String... arguments) {
    Long number =
        redis.call(
            commands -> commands.eval(script, ScriptOutputType.INTEGER, prefix(), arguments));
    return number;
  }

  private String[] prefix() {
    return new String[] {redis.key("")};
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
