package ai.hal9.engine.quota;

import static ai.hal9.api.metric.MetricCatalogue.RATE_LIMITED;
import static ai.hal9.api.metric.MetricCatalogue.RATE_LIMIT_ALONE;
import static ai.hal9.api.metric.MetricCatalogue.RATE_LIMIT_LEASES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotasIT {

  private static final int NODES = 3;
  private static final int RATE = 100;
  private static final int BURST = 200;
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  @TempDir static Path directory;
  private static TestRedis redis;

  private final Knobs knobs = new Knobs("rate_limit.enabled", "on");
  private final RecordedMeters meters = new RecordedMeters();
  private final List<TelemetryEvent> events = new CopyOnWriteArrayList<>();
  private final List<Quotas> nodes = new ArrayList<>();

  @BeforeAll
  static void start() {
    redis = TestRedis.start(directory);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void close() {
    nodes.forEach(Quotas::close);
  }

  private void join(int count) {
    for (var i = 0; i < count; i++) {
      nodes.add(
          Quotas.open(
              Leases.in(redis.client("quotas")),
              () -> NODES,
              knobs,
              meters,
              events::add,
              InstantSource.system(),
              System::nanoTime));
    }
  }

  private static boolean allows(Quotas node, String user) {
    return node.of(Subject.user(user), System.nanoTime()).allowed();
  }

  /** Asks the nodes in turn about so often a second; how many passed. */
  private int ask(String user, int perSecond, Duration time) {
    var passed = 0;
    var start = System.nanoTime();
    for (var i = 0; System.nanoTime() - start < time.toNanos(); i++) {
      if (allows(nodes.get(i % nodes.size()), user)) {
        passed++;
      }
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / perSecond);
    }
    return passed;
  }

  @Test
  void user_withinTheLimit_isNeverRefusedOnAnyNode() {
    join(NODES);
    ask("modest", 80, Duration.ofSeconds(2));

    assertThat(meters.total(RATE_LIMITED, "user")).isZero();
  }

  @Test
  void user_beyondTheLimit_getsFromTheClusterWhatOneNodeWouldGive() {
    join(NODES);
    var seconds = 3;
    var passed = ask("greedy", 1_000, Duration.ofSeconds(seconds));

    var due = BURST + seconds * RATE;
    var spare = NODES * (RATE / 10 + BURST / 4);
    assertThat(passed).isBetween((int) (0.9 * due), due + spare);
    var asked =
        meters.total(RATE_LIMIT_LEASES, "granted") + meters.total(RATE_LIMIT_LEASES, "refused");
    assertThat(asked).isPositive().isLessThan(passed / 2);
  }

  @Test
  void users_doNotTakeFromEachOther() {
    join(1);
    while (allows(nodes.getFirst(), "loud")) {
      Thread.onSpinWait();
    }
    assertThat(allows(nodes.getFirst(), "quiet")).isTrue();
    assertThat(allows(nodes.getFirst(), "n".repeat(100_000))).isTrue();
  }

  @Test
  void redisGone_leavesEachNodeItsShareAndSaysSo() {
    join(NODES);
    ask("before", 100, Duration.ofMillis(200));
    redis.stop();
    try {
      await()
          .until(
              () -> {
                ask("during", 500, Duration.ofMillis(50));
                return events.size() == NODES;
              });
      assertThat(events).extracting(TelemetryEvent::title).allMatch(t -> t.contains("alone"));
      assertThat(meters.value(RATE_LIMIT_ALONE)).isEqualTo(1);

      var seconds = 2;
      var passed = ask("alone", 1_000, Duration.ofSeconds(seconds));
      assertThat(passed)
          .isBetween((int) (0.9 * (BURST + seconds * RATE)), BURST + seconds * RATE + 30);
    } finally {
      redis.startAgain();
    }
    await().until(() -> events.size() == 2 * NODES);
    assertThat(allows(nodes.getFirst(), "after")).isTrue();
  }

  @Test
  void limits_changeLive() {
    join(1);
    knobs.set("rate_limit.global_per_second", "5");
    var start = System.nanoTime();
    var passed = 0;
    while (nodes.getFirst().ofEveryone(System.nanoTime()).allowed()) {
      passed++;
    }
    var seconds = (System.nanoTime() - start) / 1e9;
    assertThat(passed).isBetween(5, (int) (6 + 5 * seconds));
    knobs.set("rate_limit.enabled", "off");
    assertThat(nodes.getFirst().enabled()).isFalse();
  }

  @Test
  void redisClock_thatWasAheadByAnHour_keepsNobodyWaitingForIt() {
    var shared = redis.client("quotas");
    var ahead = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
    shared.call(commands -> commands.set(shared.key("quota:user:early"), ahead + "000"));
    var leases = Leases.in(shared);

    var first = leased(leases);

    assertThat(first.granted()).isZero();
    assertThat(first.waitNanos()).isPositive().isLessThan(A_SECOND.toNanos());
    await().until(() -> leased(leases).granted() > 0);
  }

  private static Leases.Grant leased(Leases leases) {
    var grants = leases.lease(List.of(new Leases.Wish("user:early", 10)), RATE, BURST);
    if (grants == null) {
      throw new AssertionError("Redis is away");
    }
    return grants.getFirst();
  }
}
