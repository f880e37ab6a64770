package ai.hal9.engine.account;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.session.Session;
import ai.hal9.engine.session.SessionToken;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/** What users can do. Every method but {@link #lately} blocks. */
public interface Accounts extends Callers, AutoCloseable {

  /**
   * A user who has just logged in.
   *
   * @param user who
   * @param token what to show from now on
   * @param life how long it is good when it is not used
   */
  record LoggedIn(User user, SessionToken token, Duration life) {}

  /**
   * Registers a user and logs in; logs in, too, who has registered with this password before, so
   * that the call may be repeated.
   *
   * @param username 3 to 64 letters, digits and {@code . _ @ + -}
   * @param password 8 to 256 characters
   * @param displayName up to 100 characters; empty: the user name
   * @param client the client's address
   */
  Outcome<LoggedIn> register(
      String username, String password, String displayName, InetAddress client);

  /** Logs in. Whether there is such a user is told neither by the outcome nor by the time. */
  Outcome<LoggedIn> login(String username, String password, InetAddress client);

  /** Ends the session of this call. */
  Outcome<Integer> logout(Caller caller);

  /** Ends all sessions of the user; how many there were. */
  Outcome<Integer> logoutEverywhere(Caller caller);

  /**
   * Whether there is a user of this id.
   *
   * @throws ai.hal9.engine.store.StoreException when that cannot be told now
   */
  boolean exists(UUID user);

  /** The user's profile. */
  Outcome<User> profile(Caller caller);

  /** Changes what the user is called. */
  Outcome<User> rename(Caller caller, String displayName);

  /**
   * Changes the password and ends the user's other sessions; how many there were. May be repeated
   * as it was: where the current password is wrong, but the new one is the user's already, it ends
   * the sessions alone. Each of the two that is tried counts as an attempt.
   */
  Outcome<Integer> changePassword(
      Caller caller, String current, String replacement, InetAddress client);

  /** The user's sessions. */
  Outcome<List<Session>> sessions(Caller caller);

  /** Ends one of the user's sessions. */
  Outcome<Integer> revokeSession(Caller caller, UUID session);

  /**
   * Makes an API key. Done even where the cache cannot be told now: then nodes may not know the key
   * until it was told.
   */
  Outcome<ApiKey.Made> makeKey(Caller caller, String name);

  /** The user's API keys. */
  Outcome<List<ApiKey>> keys(Caller caller);

  /** Revokes an API key. */
  Outcome<Integer> revokeKey(Caller caller, UUID key);

  @Override
  void close();

  /**
   * What accounts work with.
   *
   * @param database where users are
   * @param cache where what is known of them is cached
   * @param cacheBreaker the one around it
   * @param durable where attempts are counted
   * @param sessions closed with the accounts
   * @param sessionBreaker the one around where they are kept
   * @param events told when attempts are limited
   * @param random of tokens and salts
   */
  record Surroundings(
      Database database,
      ClusterRedis cache,
      Breaker cacheBreaker,
      ClusterRedis durable,
      Sessions sessions,
      Breaker sessionBreaker,
      LiveTuning tuning,
      Meters meters,
      Events events,
      SecureRandom random,
      InstantSource clock,
      LongSupplier nanoTime) {}

  /** The cluster's accounts. */
  static Accounts in(Surroundings around) {
    return new StoredAccounts(around);
  }
}
