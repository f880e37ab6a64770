package ai.hal9.engine.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.account.Outcome.Done;
import ai.hal9.engine.account.Outcome.Reason;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.session.KeyFiles;
import ai.hal9.engine.session.Regions;
import ai.hal9.engine.session.Revocations;
import ai.hal9.engine.session.Session;
import ai.hal9.engine.session.SessionToken;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.store.TestStores;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login or registration between whose steps something else happens. */
class LateLoginIT {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final String FIRST = "correct horse battery";
  private static final String SECOND = "another long one";

  private TestRedis redis;
  private Accounts accounts;
  private Held held;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    redis = TestRedis.start(directory.resolve("redis"));
    var knobs = new Knobs("login.hashes", "2");
    var client = redis.client("late");
    var random = new SecureRandom();
    var clock = Clock.systemUTC();
    held =
        new Held(
            Sessions.in(
                client,
                KeyFiles.write(directory.resolve("keys"), 1),
                new Regions("local", Map.of()),
                knobs,
                Meters.none(),
                Events.none(),
                random,
                clock));
    var breaker = Breaker.aroundStore("redis", "Redis", knobs, Meters.none(), Events.none(), clock);
    accounts =
        Accounts.in(
            new Accounts.Surroundings(
                TestStores.withTables(),
                client,
                breaker,
                client,
                held,
                breaker,
                knobs,
                Meters.none(),
                Events.none(),
                random,
                clock,
                System::nanoTime));
  }

  @AfterEach
  void stop() {
    accounts.close();
    redis.close();
  }

  private Caller registered() {
    return switch (accounts.register("ada", FIRST, "", HERE)) {
      case Done<Accounts.LoggedIn>(var user) ->
          switch (accounts.find("Bearer " + user.token().text())) {
            case Callers.Verdict.Known(var caller) -> caller;
            case Callers.Verdict.Unknown _, Callers.Verdict.Unavailable _ ->
                throw new AssertionError("the token is not known");
          };
      case Outcome.Refused<Accounts.LoggedIn> refused ->
          throw new AssertionError(refused.toString());
    };
  }

  @Test
  void login_whileThePasswordIsChanged_leavesNoSessionBehind() {
    var caller = registered();
    held.beforeOpening =
        () ->
            assertThat(accounts.changePassword(caller, FIRST, SECOND, HERE))
                .isInstanceOf(Done.class);

    assertThat(accounts.login("ada", FIRST, HERE))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_CREDENTIALS));
    assertThat(held.of(caller.userId())).extracting(Session::id).containsOnly(caller.credential());
    assertThat(accounts.login("ada", SECOND, HERE)).isInstanceOf(Done.class);
  }

  @Test
  void registration_thatFailedToOpenASession_mayBeRepeated_byWhoKnowsThePassword() {
    held.beforeOpening =
        () -> {
          throw new RedisException("away");
        };
    assertThat(accounts.register("grace", FIRST, "Grace", HERE))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE));

    assertThat(accounts.register("grace", SECOND, "", HERE))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.CONFLICT));
    assertThat(accounts.register("grace", FIRST, "Grace", HERE))
        .isInstanceOfSatisfying(
            Done.class,
            done ->
                assertThat(((Accounts.LoggedIn) done.value()).user().displayName())
                    .isEqualTo("Grace"));
  }

  /** Sessions that let something be done before the next is opened. */
  private static final class Held implements Sessions {
    private final Sessions sessions;
    private volatile @Nullable Runnable beforeOpening;

    Held(Sessions sessions) {
      this.sessions = sessions;
    }

    @Override
    public Session.Opened open(UUID user, InetAddress client) {
      var first = beforeOpening;
      beforeOpening = null;
      if (first != null) {
        first.run();
      }
      return sessions.open(user, client);
    }

    @Override
    public Optional<Session> find(SessionToken token) {
      return sessions.find(token);
    }

    @Override
    public List<Session> of(UUID user) {
      return sessions.of(user);
    }

    @Override
    public boolean revoke(UUID user, UUID session) {
      return sessions.revoke(user, session);
    }

    @Override
    public int revokeAll(UUID user, @Nullable UUID keep) {
      return sessions.revokeAll(user, keep);
    }

    @Override
    public Revocations revocations() {
      return sessions.revocations();
    }

    @Override
    public void close() {
      sessions.close();
    }
  }
}
