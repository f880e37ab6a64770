package ai.hal9.engine.session;

import static ai.hal9.api.metric.MetricCatalogue.SESSIONS_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.SESSIONS_MIGRATED;
import static ai.hal9.api.metric.MetricCatalogue.SESSIONS_REVOKED;
import static ai.hal9.engine.Stalls.awaitWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.Network;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes' sessions over one real Redis, in different regions. */
class SessionsIT {

  private static final UUID USER = UUID.fromString("11111111-2222-4333-8444-555555555555");
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private static TestRedis redis;

  private final Knobs knobs = new Knobs();
  private final RecordedMeters meters = new RecordedMeters();
  private final Queue<TelemetryEvent> told = new ConcurrentLinkedQueue<>();
  private final String cluster = "sessions" + System.nanoTime();
  private Path keyFile;
  private ClusterRedis raw;
  private Sessions west;
  private Sessions south;

  @BeforeAll
  static void startRedis(@TempDir Path directory) {
    redis = TestRedis.start(directory);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    keyFile = KeyFiles.write(directory.resolve("keys"), 1);
    raw = redis.client(cluster);
    west = sessions("us-west");
    south = sessions("ap-south");
  }

  @AfterEach
  void close() {
    west.close();
    south.close();
  }

  private Sessions sessions(String region) {
    var table = Map.of("eu-central", List.of(Network.parse("10.8.0.0/14").orElseThrow()));
    return Sessions.in(
        redis.client(cluster),
        keyFile,
        new Regions(region, table),
        knobs,
        meters,
        told::add,
        new SecureRandom(),
        Clock.systemUTC());
  }

  private Set<String> keys() {
    return Set.copyOf(raw.call(commands -> commands.keys(raw.key("session:*:*"))));
  }

  private String key(String region, Session.Opened opened) {
    return raw.key("session:" + region + ":" + opened.session().id());
  }

  private String value(String key) {
    return raw.call(commands -> commands.get(key));
  }

  @Test
  void session_liesSealedInTheRegionOfItsClient() throws IOException {
    var here = west.open(USER, HERE);
    var there = west.open(USER, InetAddress.getByName("10.9.1.2"));

    assertThat(keys()).containsExactlyInAnyOrder(key("us-west", here), key("eu-central", there));
    assertThat(value(key("us-west", here)))
        .doesNotContain(USER.toString())
        .doesNotContain(here.token().text())
        .isNotEqualTo(value(key("eu-central", there)));
    assertThat(raw.<Long>call(commands -> commands.pttl(key("us-west", here))))
        .isBetween(3_590_000L, 3_600_000L);
    assertThat(west.find(here.token())).contains(here.session());
    assertThat(here.token().toString()).doesNotContain(here.token().text());
  }

  @Test
  void session_usedInAnotherRegion_moves() {
    var opened = west.open(USER, HERE);

    assertThat(south.find(opened.token()).orElseThrow().region()).isEqualTo("ap-south");
    assertThat(keys()).containsExactly(key("ap-south", opened));
    assertThat(meters.total(SESSIONS_MIGRATED)).isEqualTo(1);
    assertThat(west.of(USER)).hasSize(1);

    assertThat(west.find(opened.token()).orElseThrow().region()).isEqualTo("us-west");
    assertThat(keys()).containsExactly(key("us-west", opened));
  }

  @Test
  void session_pulledByTwoRegionsAtOnce_isNeverMissing_andStaysRevoked() {
    var opened = west.open(USER, HERE);
    var revoking = new AtomicBoolean();
    var lost = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var pulls =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> pull(i % 2 == 0 ? west : south, opened, revoking, lost), threads))
              .toList();
      await().until(() -> meters.total(SESSIONS_MIGRATED) > 200);
      revoking.set(true);
      assertThat(west.revoke(USER, opened.session().id())).isTrue();
      pulls.forEach(CompletableFuture::join);
    }
    assertThat(lost).isFalse();
    assertThat(keys()).isEmpty();
    assertThat(west.find(opened.token())).isEmpty();
    assertThat(south.find(opened.token())).isEmpty();
  }

  /** Looks the session up until it is gone; it may be gone only once it is being revoked. */
  private static void pull(
      Sessions node, Session.Opened opened, AtomicBoolean revoking, AtomicBoolean lost) {
    while (true) {
      var mayBeGone = revoking.get();
      if (node.find(opened.token()).isEmpty()) {
        if (!mayBeGone && !revoking.get()) {
          lost.set(true);
        }
        return;
      }
    }
  }

  @Test
  void revocation_isHeardByTheOtherNode_andLeavesOtherUsersAlone() {
    var opened = west.open(USER, HERE);
    var others = west.open(UUID.randomUUID(), HERE);
    await().until(() -> heard(UUID.randomUUID()));

    assertThat(south.revoke(UUID.randomUUID(), opened.session().id())).isFalse();
    assertThat(south.revoke(USER, opened.session().id())).isTrue();
    awaitWithin(A_SECOND, () -> west.revocations().contains(opened.session().id()));
    assertThat(west.find(opened.token())).isEmpty();
    assertThat(west.find(others.token())).isPresent();
    assertThat(meters.total(SESSIONS_REVOKED)).isEqualTo(1);
  }

  /** Whether the channel is listened to. */
  private boolean heard(UUID probe) {
    south.revocations().tell(probe);
    return west.revocations().contains(probe);
  }

  @Test
  void everySessionOfAUser_endsButTheKept() {
    var first = west.open(USER, HERE);
    var second = south.open(USER, HERE);
    var kept = west.open(USER, HERE);

    assertThat(west.of(USER)).hasSize(3);
    assertThat(west.revokeAll(USER, kept.session().id())).isEqualTo(2);
    assertThat(west.find(first.token())).isEmpty();
    assertThat(south.find(second.token())).isEmpty();
    assertThat(south.find(kept.token())).isPresent();
    assertThat(west.of(USER)).hasSize(1);
  }

  @Test
  void oneSessionTooMany_endsTheOldest() {
    knobs.set("session.max_per_user", "2");
    var oldest = west.open(USER, HERE);
    var second = west.open(USER, HERE);
    var third = west.open(USER, HERE);

    assertThat(west.find(oldest.token())).isEmpty();
    assertThat(west.find(second.token())).isPresent();
    assertThat(west.find(third.token())).isPresent();
  }

  @Test
  void sessionsThatExpired_doNotCountAgainstTheMost() {
    knobs.set("session.max_per_user", "2");
    var alive = west.open(USER, HERE);
    knobs.set("session.ttl", "1s");
    var expired = west.open(USER, HERE);
    await().until(() -> value(key("us-west", expired)) == null);
    knobs.set("session.ttl", "1h");
    var fresh = west.open(USER, HERE);

    assertThat(west.find(alive.token())).isPresent();
    assertThat(west.find(fresh.token())).isPresent();
  }

  @Test
  void life_slidesWithUse_andEndsWithoutIt() {
    knobs.set("session.ttl", "2s");
    var used = west.open(USER, HERE);
    var unused = west.open(USER, HERE);

    var end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    await()
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              assertThat(west.find(used.token())).isPresent();
              return System.nanoTime() > end;
            });
    assertThat(west.find(unused.token())).isEmpty();
    assertThat(west.of(USER)).extracting(Session::id).containsExactly(used.session().id());
  }

  @Test
  void use_withinAMinuteOfALifeOfAnHour_writesNothing() {
    var opened = west.open(USER, HERE);
    var writes = writes();
    for (var i = 0; i < 50; i++) {
      assertThat(west.find(opened.token())).isPresent();
    }
    assertThat(writes()).isEqualTo(writes);
  }

  private String writes() {
    return raw.<String>call(commands -> commands.info("commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_pexpire:") || line.startsWith("cmdstat_set:"))
        .map(line -> line.replaceAll(",.*", ""))
        .toList()
        .toString();
  }

  @Test
  void longestLife_endsASessionInUse() {
    knobs.set("session.max_age", "1s");
    var opened = west.open(USER, HERE);
    assertThat(west.find(opened.token())).isPresent();
    await().pollInterval(Duration.ofMillis(100)).until(() -> west.find(opened.token()).isEmpty());
    assertThat(keys()).isEmpty();
  }

  @Test
  void sealedSession_changedOrMovedByAStranger_isRefused() {
    var opened = west.open(USER, HERE);
    var key = key("us-west", opened);
    var sealed = value(key);

    for (var at : List.of(0, 3, 10, 40, sealed.length() - 5)) {
      var other = sealed.charAt(at) == 'A' ? 'B' : 'A';
      put(key, sealed.substring(0, at) + other + sealed.substring(at + 1));
      assertThat(west.find(opened.token())).as("changed at %d", at).isEmpty();
    }
    put(key, "");
    assertThat(west.find(opened.token())).isEmpty();
    put(key, sealed);
    assertThat(west.find(opened.token())).isPresent();

    var victim = west.open(UUID.randomUUID(), HERE);
    put(key, value(key("us-west", victim)));
    assertThat(west.find(opened.token())).as("another's session under one's own key").isEmpty();
  }

  private void put(String key, String value) {
    raw.call(commands -> commands.set(key, value));
  }

  @Test
  void newKey_sealsFromNowOn_andTheOldOneStillOpens() throws IOException {
    var old = west.open(USER, HERE);
    var before = value(key("us-west", old));
    KeyFiles.write(keyFile, 2, 1);

    await()
        .until(
            () -> {
              assertThat(west.find(old.token())).isPresent();
              return !value(key("us-west", old)).equals(before);
            });
    await()
        .untilAsserted(
            () ->
                assertThat(told)
                    .extracting(TelemetryEvent::title)
                    .contains("sessions are sealed with key 2 from now on"));
    var fresh = west.open(USER, HERE);
    KeyFiles.write(keyFile, 2);
    var later = sessions("us-west");
    assertThat(later.find(old.token())).as("sealed anew meanwhile").isPresent();
    assertThat(later.find(fresh.token())).isPresent();
    later.close();
  }

  @Test
  void keyFile_thatCannotBeUsed_leavesTheKeysAsTheyWere() throws IOException {
    var opened = west.open(USER, HERE);
    KeyFiles.write(keyFile);
    var keys = new SessionKeys(KeyFiles.write(keyFile.resolveSibling("other"), 7), what -> {});
    KeyFiles.write(keyFile.resolveSibling("other"));
    keys.refresh();
    assertThat(keys.sealing().id()).isEqualTo(7);
    assertThat(west.find(opened.token())).isPresent();
  }

  @Test
  void activeSessions_areCountedByRegion() {
    var all = new ArrayList<Session.Opened>();
    for (var i = 0; i < 3; i++) {
      all.add(west.open(USER, HERE));
    }
    await().until(() -> meters.value(SESSIONS_ACTIVE, "us-west") == 3);
    assertThat(south.find(all.getFirst().token())).isPresent();
    west.revoke(USER, all.getLast().session().id());
    await()
        .until(
            () ->
                meters.value(SESSIONS_ACTIVE, "us-west") == 1
                    && meters.value(SESSIONS_ACTIVE, "ap-south") == 1);
  }
}
