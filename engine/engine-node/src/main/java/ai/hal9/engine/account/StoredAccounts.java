package ai.hal9.engine.account;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.account.Outcome.Done;
import ai.hal9.engine.account.Outcome.Reason;
import ai.hal9.engine.account.Outcome.Refused;
import ai.hal9.engine.session.Session;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts in PostgreSQL, cached in Redis. */
final class StoredAccounts implements Accounts {

  private static final Logger LOG = LoggerFactory.getLogger(StoredAccounts.class);
  private static final int MOST_KEYS = 100;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final UserTable users;
  private final ApiKeyTable keys;
  private final UserCache cache;
  private final LoginGate gate;
  private final Passwords passwords;
  private final Sessions sessions;
  private final KnownCallers callers;
  private final LiveTuning tuning;
  private final Meters meters;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Meters.Count logins;
  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

  StoredAccounts(Surroundings around) {
    tuning = around.tuning();
    meters = around.meters();
    random = around.random();
    clock = around.clock();
    sessions = around.sessions();
    users = new UserTable(around.database());
    keys = new ApiKeyTable(around.database());
    cache = new UserCache(around, users, keys);
    passwords = new Passwords(tuning, meters, random);
    gate =
        new LoginGate(new LoginLimits(around.durable(), tuning), passwords, around.events(), clock);
    callers = new KnownCallers(around, cache, keys, virtualThreads);
    logins = meters.count(MetricCatalogue.LOGINS);
  }

  @Override
  public @Nullable Caller lately(String authorization) {
    return callers.lately(authorization);
  }

  @Override
  public Verdict find(String authorization) {
    return callers.find(authorization);
  }

  @Override
  public Outcome<LoggedIn> register(
      String username, String password, String displayName, InetAddress client) {
    if (!AccountRules.isUsername(username)) {
      return refused(Reason.INVALID, AccountRules.USERNAME);
    }
    var name = displayName.isBlank() ? username : displayName.strip();
    if (!AccountRules.isName(name)) {
      return refused(Reason.INVALID, "'display_name' " + AccountRules.NAME);
    }
    if (!AccountRules.isPassword(password)) {
      return refused(Reason.INVALID, "'password' " + AccountRules.PASSWORD);
    }
    return asked(
        () ->
            gate.pass(
                gate.limits().registration(username, client),
                () -> registered(username, password, name, client)));
  }

  @Override
  public Outcome<LoggedIn> login(String username, String password, InetAddress client) {
    Outcome<LoggedIn> outcome =
        AccountRules.isPassword(password)
            ? asked(
                () ->
                    gate.pass(
                        gate.limits().login(username, client),
                        () -> checked(username, password, client)))
            : wrong();
    if (outcome instanceof Refused<LoggedIn>(var reason, var _, var _)) {
      meters.count(MetricCatalogue.LOGIN_FAILURES, wireName(reason)).increment();
    } else {
      logins.increment();
    }
    return outcome;
  }

  @Override
  public Outcome<Integer> logout(Caller caller) {
    return asked(() -> new Done<>(sessions.revoke(caller.userId(), caller.credential()) ? 1 : 0));
  }

  @Override
  public Outcome<Integer> logoutEverywhere(Caller caller) {
    return asked(() -> new Done<>(sessions.revokeAll(caller.userId(), null)));
  }

  @Override
  public boolean exists(UUID user) {
    return cache.user(user).isPresent();
  }

  @Override
  public Outcome<User> profile(Caller caller) {
    return asked(() -> found(caller));
  }

  @Override
  public Outcome<User> rename(Caller caller, String displayName) {
    var name = displayName.strip();
    if (!AccountRules.isName(name)) {
      return refused(Reason.INVALID, "'display_name' " + AccountRules.NAME);
    }
    return asked(
        () -> {
          users.rename(caller.userId(), name);
          cache.changed(caller.userId());
          return found(caller);
        });
  }

  @Override
  public Outcome<Integer> changePassword(
      Caller caller, String current, String replacement, InetAddress client) {
    if (!AccountRules.isPassword(replacement)) {
      return refused(Reason.INVALID, "'new_password' " + AccountRules.PASSWORD);
    }
    return asked(
        () -> {
          var entry = users.byId(caller.userId());
          if (entry.isEmpty()) {
            return refused(Reason.NOT_FOUND, "There is no such user.");
          }
          var stored = entry.get().passwordHash();
          var outcome =
              confirmed(caller, client, () -> changed(caller, stored, current, replacement));
          // The change may have been made before, and the call repeated since its sessions had not
          // ended. To look is to try a second password, and counted as that.
          return isWrong(outcome) && !replacement.equals(current)
              ? confirmed(caller, client, () -> changedBefore(caller, stored, replacement))
              : outcome;
        });
  }

  @Override
  public Outcome<List<Session>> sessions(Caller caller) {
    return asked(() -> new Done<>(sessions.of(caller.userId())));
  }

  @Override
  public Outcome<Integer> revokeSession(Caller caller, UUID session) {
    return asked(
        () ->
            sessions.revoke(caller.userId(), session)
                ? new Done<>(1)
                : refused(Reason.NOT_FOUND, "You have no such session."));
  }

  @Override
  public Outcome<ApiKey.Made> makeKey(Caller caller, String name) {
    if (!AccountRules.isName(name)) {
      return refused(Reason.INVALID, "'name' " + AccountRules.NAME);
    }
    return asked(
        () -> {
          var text = ApiKeyText.random(caller.userId(), random);
          var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          var key = new ApiKey(uuid(), name.strip(), text.prefix(), now, null);
          if (!keys.insert(key, text, MOST_KEYS)) {
            return refused(
                Reason.CONFLICT, "You have " + MOST_KEYS + " keys, the most there may be.");
          }
          tellOfNewKey(caller.userId());
          return new Done<>(new ApiKey.Made(key, text.text()));
        });
  }

  @Override
  public Outcome<List<ApiKey>> keys(Caller caller) {
    return asked(
        () -> new Done<>(keys.of(caller.userId()).stream().map(ApiKeyTable.Entry::key).toList()));
  }

  @Override
  public Outcome<Integer> revokeKey(Caller caller, UUID key) {
    return asked(
        () -> {
          if (!keys.revoke(caller.userId(), key)) {
            return refused(Reason.NOT_FOUND, "You have no such key.");
          }
          // Told again when it is repeated: the first time it may have reached nobody.
          cache.changed(caller.userId());
          sessions.revocations().tell(key);
          return new Done<>(1);
        });
  }

  @Override
  public void close() {
    virtualThreads.shutdownNow();
    cache.close();
    passwords.close();
    sessions.close();
  }

  /** A call that failed now would be repeated for another key: the text is shown this once. */
  private void tellOfNewKey(UUID user) {
    try {
      cache.changed(user);
    } catch (RedisException e) {
      LOG.warn("A new API key may stay unknown until Redis is back: {}", e.getMessage());
    }
  }

  private Outcome<LoggedIn> registered(
      String username, String password, String name, InetAddress client) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var user = new User(uuid(), username, name, now);
    if (users.insert(user, passwords.hash(password))) {
      return new Done<>(loggedIn(user, sessions.open(user.id(), client)));
    }
    // The user may have been made before, and the call repeated since no session was opened.
    return checked(username, password, client) instanceof Done<LoggedIn> again
        ? again
        : refused(Reason.CONFLICT, "The user name is taken.");
  }

  private Outcome<LoggedIn> checked(String username, String password, InetAddress client) {
    var entry = AccountRules.isUsername(username) ? users.byName(username).orElse(null) : null;
    var check = passwords.check(password, entry == null ? null : entry.passwordHash());
    if (check == Passwords.Check.WRONG || entry == null) {
      return wrong();
    }
    var hash = entry.passwordHash();
    if (check == Passwords.Check.RIGHT_OUTDATED) {
      var renewed = passwords.hash(password);
      if (users.setPassword(entry.user().id(), hash, renewed)) {
        hash = renewed;
      }
    }
    var opened = sessions.open(entry.user().id(), client);
    if (!isStill(hash, entry.user(), password)) {
      sessions.revoke(entry.user().id(), opened.session().id());
      return wrong();
    }
    return new Done<>(loggedIn(entry.user(), opened));
  }

  /**
   * Whether the password is the user's although time has passed: who changed it meanwhile ended the
   * sessions there were, and one opened since must not outlive that.
   */
  private boolean isStill(String hash, User user, String password) {
    var now = users.byId(user.id()).map(UserTable.Entry::passwordHash).orElse(null);
    return hash.equals(now) || passwords.check(password, now) != Passwords.Check.WRONG;
  }

  private Outcome<Integer> confirmed(
      Caller caller, InetAddress client, Supplier<Outcome<Integer>> work) {
    return gate.pass(gate.limits().confirmation(caller.userId(), client), work);
  }

  private Outcome<Integer> changed(
      Caller caller, String stored, String current, String replacement) {
    if (passwords.check(current, stored) == Passwords.Check.WRONG) {
      return notCurrent();
    }
    return users.setPassword(caller.userId(), stored, passwords.hash(replacement))
        ? othersEnded(caller)
        : refused(Reason.CONFLICT, "The password was changed by another call.");
  }

  private Outcome<Integer> changedBefore(Caller caller, String stored, String replacement) {
    return passwords.check(replacement, stored) == Passwords.Check.WRONG
        ? notCurrent()
        : othersEnded(caller);
  }

  private static Outcome<Integer> notCurrent() {
    return refused(Reason.BAD_CREDENTIALS, "The current password is wrong.");
  }

  private static boolean isWrong(Outcome<?> outcome) {
    return outcome instanceof Refused<?>(var reason, var _, var _)
        && reason == Reason.BAD_CREDENTIALS;
  }

  private Outcome<Integer> othersEnded(Caller caller) {
    return new Done<>(sessions.revokeAll(caller.userId(), caller.credential()));
  }

  private Outcome<User> found(Caller caller) {
    return cache
        .user(caller.userId())
        .<Outcome<User>>map(Done::new)
        .orElseGet(() -> refused(Reason.NOT_FOUND, "There is no such user."));
  }

  private LoggedIn loggedIn(User user, Session.Opened opened) {
    return new LoggedIn(user, opened.token(), tuning.current().session().ttl());
  }

  private UUID uuid() {
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x4000L,
        (random.nextLong() & ~0xC000_0000_0000_0000L) | 0x8000_0000_0000_0000L);
  }

  private static <T> Outcome<T> asked(Supplier<Outcome<T>> work) {
    try {
      return work.get();
    } catch (RedisException | StoreException e) {
      LOG.warn("A user cannot be served: {}", e.getMessage());
      return new Refused<>(
          Reason.UNAVAILABLE, "The node cannot say what became of it; repeat the request.", SOON);
    }
  }

  private static <T> Outcome<T> wrong() {
    return refused(Reason.BAD_CREDENTIALS, "User name or password is wrong.");
  }

  private static <T> Outcome<T> refused(Reason reason, String message) {
    return new Refused<>(reason, message, Duration.ZERO);
  }

  private static String wireName(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
