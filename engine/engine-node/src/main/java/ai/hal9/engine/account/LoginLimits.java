package ai.hal9.engine.account;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Script;
import ai.hal9.engine.config.Network;
import ai.hal9.engine.digest.Sha256;
import ai.hal9.engine.tuning.EngineTuning.Login;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Counts attempts per user, whether there is such a user or not, and per client address (of IPv6
 * the network of 64 bits that one client has), for the whole cluster. An attempt is counted before
 * the password is looked at, so that many at once do not slip through. It counts twice: as a wrong
 * one, which a right one takes back, and as one that takes time and room, which stays.
 */
final class LoginLimits {

  /** ARGV: window ms, then for each key the most. Returns the ms to wait, or 0 when counted. */
  private static final Script<Long> TAKE =
      Script.ofNumber(
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
          """);

  /** ARGV: whether the first count ends, rather than goes down by one as the others do. */
  private static final Script<Long> GIVE_BACK =
      Script.ofNumber(
          """
          if ARGV[1] == 'true' then redis.call('DEL', KEYS[1]) end
          for _, key in ipairs(KEYS) do
            if tonumber(redis.call('GET', key) or '0') > 0 then redis.call('DECR', key) end
          end
          return 0
          """);

  private final ClusterRedis redis;
  private final LiveTuning tuning;

  /** A count, and how far it may go. */
  private record Count(String key, int most) {}

  /**
   * What one attempt is counted by.
   *
   * @param guesses of the user and of the address, what a right attempt takes back
   * @param uses what it does not
   */
  record Attempt(InetAddress client, List<Count> guesses, List<Count> uses) {
    private List<Count> all() {
      return Stream.concat(guesses.stream(), uses.stream()).toList();
    }
  }

  LoginLimits(ClusterRedis redis, LiveTuning tuning) {
    this.redis = redis;
    this.tuning = tuning;
  }

  /** A login by name. */
  Attempt login(String username, InetAddress client) {
    return asking("user:" + digest(username), client);
  }

  /**
   * The question for the password of a user who is known already: nobody who only knows the name
   * can use it up.
   */
  Attempt confirmation(UUID user, InetAddress client) {
    return asking("id:" + user, client);
  }

  /** A registration; whether a name is taken may be guessed at no faster than a password. */
  Attempt registration(String username, InetAddress client) {
    var limits = limits();
    return new Attempt(
        client,
        guesses("user:" + digest(username), client, limits),
        List.of(
            new Count(
                redis.key("registrations:" + address(client)), limits.registrationsPerAddress())));
  }

  private Attempt asking(String user, InetAddress client) {
    var limits = limits();
    return new Attempt(
        client,
        guesses(user, client, limits),
        List.of(
            new Count(redis.key("logins:" + user), limits.loginsPerUser()),
            new Count(redis.key("logins:" + address(client)), limits.loginsPerAddress())));
  }

  private List<Count> guesses(String user, InetAddress client, Login limits) {
    return List.of(
        new Count(redis.key("login:" + user), limits.attempts()),
        new Count(redis.key("login:" + address(client)), limits.addressAttempts()));
  }

  /**
   * Counts an attempt.
   *
   * @return zero when it may be made, else how long to wait
   * @throws RedisException when Redis is out of reach
   */
  Duration take(Attempt attempt) {
    var counts = attempt.all();
    var values =
        Stream.concat(
                Stream.of(limits().window().toMillis()),
                counts.stream().map(count -> (long) count.most))
            .map(String::valueOf)
            .toArray(String[]::new);
    return Duration.ofMillis(TAKE.run(redis, keys(counts), values));
  }

  /** It was right: it is no guess, and the user's wrong ones before it are forgotten. */
  void right(Attempt attempt) {
    giveBack(attempt.guesses, true);
  }

  /** It was not made after all. */
  void undo(Attempt attempt) {
    giveBack(attempt.all(), false);
  }

  private void giveBack(List<Count> counts, boolean right) {
    var _ = GIVE_BACK.run(redis, keys(counts), Boolean.toString(right));
  }

  private Login limits() {
    return tuning.current().login();
  }

  private static String[] keys(List<Count> counts) {
    return counts.stream().map(Count::key).toArray(String[]::new);
  }

  private static String address(InetAddress client) {
    return "address:" + Network.ofOneClient(client);
  }

  /** Names are strangers' texts of any kind, and passwords typed into the wrong field. */
  private static String digest(String username) {
    return Sha256.hex(username.toLowerCase(Locale.ROOT));
  }
}
