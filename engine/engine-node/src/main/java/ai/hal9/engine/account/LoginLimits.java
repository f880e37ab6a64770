package ai.hal9.engine.account;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.Network;
import ai.hal9.engine.digest.Sha256;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;

/**
 * Counts attempts per user name, whether there is such a user or not, and per client address (of
 * IPv6 the network of 64 bits that one client has), for the whole cluster. An attempt is counted
 * before the password is looked at, so that many at once do not slip through; a right one is taken
 * back.
 */
final class LoginLimits {

  /** ARGV: window ms, then for each key the most. Returns the ms to wait, or 0 when counted. */
  private static final String TAKE =
      """
      local wait = 0
      for i, key in ipairs(KEYS) do
        if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[i + 1]) then
          wait = math.max(wait, redis.call('PTTL', key))
        end
      end
      if wait > 0 then return wait end
      for _, key in ipairs(KEYS) do
        if redis.call('INCR', key) == 1 then redis.call('PEXPIRE', key, ARGV[1]) end
      end
      return 0
      """;

  /** ARGV: whether the user's count ends, rather than goes down by one as the address' does. */
  private static final String GIVE_BACK =
      """
      if ARGV[1] == 'true' then redis.call('DEL', KEYS[1]) end
      for _, key in ipairs(KEYS) do
        if tonumber(redis.call('GET', key) or '0') > 0 then redis.call('DECR', key) end
      end
      return 0
      """;

  private final ClusterRedis redis;
  private final LiveTuning tuning;

  LoginLimits(ClusterRedis redis, LiveTuning tuning) {
    this.redis = redis;
    this.tuning = tuning;
  }

  /**
   * Counts an attempt.
   *
   * @return zero when it may be made, else how long to wait
   * @throws RedisException when Redis is out of reach
   */
  Duration take(String username, InetAddress client) {
    var login = tuning.current().login();
    Long wait =
        redis.call(
            commands ->
                commands.eval(
                    TAKE,
                    ScriptOutputType.INTEGER,
                    keys(username, client),
                    Long.toString(login.window().toMillis()),
                    Integer.toString(login.attempts()),
                    Integer.toString(login.addressAttempts())));
    return Duration.ofMillis(wait);
  }

  /**
   * Takes back an attempt.
   *
   * @param right whether it was right, so that the user's wrong ones are forgotten too
   */
  void giveBack(String username, InetAddress client, boolean right) {
    redis.call(
        commands ->
            commands.<Long>eval(
                GIVE_BACK,
                ScriptOutputType.INTEGER,
                keys(username, client),
                Boolean.toString(right)));
  }

  private String[] keys(String username, InetAddress client) {
    return new String[] {
      redis.key("login:user:" + digest(username)),
      redis.key("login:address:" + Network.ofOneClient(client))
    };
  }

  /** Names are strangers' texts of any kind, and passwords typed into the wrong field. */
  private static String digest(String username) {
    return Sha256.hex(username.toLowerCase(Locale.ROOT));
  }
}
