package ai.hal9.engine.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.account.Callers.Verdict;
import ai.hal9.engine.account.Outcome.Done;
import ai.hal9.engine.account.Outcome.Refused;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.session.KeyFiles;
import ai.hal9.engine.session.Regions;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.TestStores;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys that are made or revoked while the cache's Redis does not hear of it, or forgets that it
 * did.
 */
class ApiKeysIT {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final String CLUSTER = "keys";

  private final Knobs knobs = new Knobs("login.hashes", "2");
  private final List<Accounts> nodes = new ArrayList<>();
  private TestRedis cache;
  private TestRedis durable;
  private Database database;
  private Path keyFile;
  private Accounts node;
  private Caller caller;
  private ApiKey.Made made;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    cache = TestRedis.start(directory.resolve("cache"));
    durable = TestRedis.durable(directory.resolve("durable"));
    database = TestStores.withTables();
    keyFile = KeyFiles.write(directory.resolve("keys"), 1);
    node = node();
    var user = done(node.register("ada", "correct horse battery", "", HERE));
    caller = known(node.find("Bearer " + user.token().text()));
    made = done(node.makeKey(caller, "ci"));
    assertThat(known(find(node)).userId()).isEqualTo(caller.userId());
  }

  @AfterEach
  void stop() {
    nodes.forEach(Accounts::close);
    cache.close();
    durable.close();
  }

  /** What the cache holds of the user's keys, once it does. */
  private String cached(ClusterRedis raw, String name) {
    var held = new AtomicReference<@Nullable String>();
    await()
        .until(
            () -> {
              held.set(raw.call(commands -> commands.get(name)));
              return find(node) instanceof Verdict.Known && held.get() != null;
            });
    return Objects.requireNonNull(held.get());
  }

  @Test
  void key_revokedWhileTheCacheIsAway_isUnknownOnceThatIsBack() {
    cache.stop();
    assertThat(node.revokeKey(caller, made.key().id())).isInstanceOf(Refused.class);
    cache.startAgain();

    var other = node();
    await().until(() -> find(other) instanceof Verdict.Unknown);
  }

  @Test
  void key_whoseRevocationACacheThatCameBackLacks_isUnknownOnceThatIsToldAgain() {
    ClusterRedis raw = cache.client(CLUSTER);
    var name = raw.key("user:" + caller.userId() + ":api_keys");
    var older = cached(raw, name);
    assertThat(done(node.revokeKey(caller, made.key().id()))).isEqualTo(1);
    var other = node();
    // What the node tells on its first connection may come after it.
    await()
        .until(
            () -> {
              raw.call(commands -> commands.set(name, older));
              return find(other) instanceof Verdict.Known;
            });

    raw.call(commands -> commands.clientKill(KillArgs.Builder.typeNormal().skipme()));

    var third = node();
    await().until(() -> find(third) instanceof Verdict.Unknown);
  }

  @Test
  void key_madeWhileTheCacheIsAway_isShown_andKnownOnceThatWasTold() {
    ClusterRedis raw = cache.client(CLUSTER);
    var name = raw.key("user:" + caller.userId() + ":api_keys");
    var older = cached(raw, name);
    cache.stop();
    var second = done(node.makeKey(caller, "second"));
    assertThat(known(find(node, second)).credential()).isEqualTo(second.key().id());
    assertThat(done(node.keys(caller))).hasSize(2);
    cache.startAgain();
    var other = node();
    await()
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(
            () -> {
              raw.call(commands -> commands.set(name, older));
              return find(other, second) instanceof Verdict.Unknown;
            });

    raw.call(commands -> commands.clientKill(KillArgs.Builder.typeNormal().skipme()));

    await().until(() -> find(other, second) instanceof Verdict.Known);
  }

  @Test
  void keys_madeAtOnce_areNoMoreThanThereMayBe() {
    for (var i = 1; i < 95; i++) {
      done(node.makeKey(caller, "key " + i));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var making =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> node.makeKey(caller, "at once " + i), threads))
              .toList();
      assertThat(making.stream().map(CompletableFuture::join))
          .filteredOn(outcome -> outcome instanceof Done<?>)
          .hasSize(5);
    }
    assertThat(done(node.keys(caller))).hasSize(100);
  }

  private Verdict find(Accounts asked) {
    return find(asked, made);
  }

  private static Verdict find(Accounts asked, ApiKey.Made key) {
    return asked.find("Bearer " + key.text());
  }

  private static Caller known(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Known(var caller) -> caller;
      case Verdict.Unknown _, Verdict.Unavailable _ -> throw new AssertionError(verdict.toString());
    };
  }

  private static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Done<T>(var value) -> value;
      case Refused<T> refused -> throw new AssertionError(refused.toString());
    };
  }

  private Accounts node() {
    var client = durable.client(CLUSTER);
    var random = new SecureRandom();
    var clock = Clock.systemUTC();
    var sessions =
        Sessions.in(
            client,
            keyFile,
            new Regions("local", Map.of()),
            knobs,
            Meters.none(),
            Events.none(),
            random,
            clock);
    var accounts =
        Accounts.in(
            new Accounts.Surroundings(
                database,
                cache.client(CLUSTER),
                breaker(clock),
                client,
                sessions,
                breaker(clock),
                knobs,
                Meters.none(),
                Events.none(),
                random,
                clock,
                System::nanoTime));
    nodes.add(accounts);
    return accounts;
  }

  private Breaker breaker(Clock clock) {
    return Breaker.aroundStore("redis", "Redis", knobs, Meters.none(), Events.none(), clock);
  }
}
