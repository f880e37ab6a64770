package ai.hal9.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MembershipIT {

  @TempDir static Path directory;

  private static TestRedis redis;

  private final Queue<TelemetryEvent> events = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() {
    redis = TestRedis.start(directory);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void members_nodesThatJoinAndLeave_areSeenByAllWithTheirEvents() {
    try (var first = join("comings", "node-1")) {
      var second = join("comings", "node-2");
      await().untilAsserted(() -> assertThat(names(first)).containsExactly("node-1", "node-2"));
      await().untilAsserted(() -> assertThat(names(second)).containsExactly("node-1", "node-2"));

      second.close();

      await().untilAsserted(() -> assertThat(names(first)).containsExactly("node-1"));
      await()
          .untilAsserted(
              () ->
                  assertThat(events)
                      .filteredOn(event -> "node-1".equals(event.details().get("seen_by")))
                      .extracting(TelemetryEvent::kind, event -> event.details().get("node"))
                      .containsExactly(
                          tuple(EventKind.NODE_UP, "node-1"),
                          tuple(EventKind.NODE_UP, "node-2"),
                          tuple(EventKind.NODE_DOWN, "node-2")));
    }
  }

  @Test
  void members_redisAway_areTheLastKnownAndStayWhenItIsBack() {
    try (var first = join("outage", "node-1");
        var second = join("outage", "node-2")) {
      await().untilAsserted(() -> assertThat(names(first)).containsExactly("node-1", "node-2"));
      await().untilAsserted(() -> assertThat(names(second)).containsExactly("node-1", "node-2"));

      redis.stop();
      var away = Instant.now();
      await().until(() -> first.members().getFirst().lastSeen().isAfter(away.plusSeconds(1)));
      assertThat(names(first)).containsExactly("node-1", "node-2");
      assertThat(first.members().getLast().lastSeen()).isBefore(away.plusSeconds(1));

      redis.startAgain();
      await().until(() -> first.members().getLast().lastSeen().isAfter(away.plusSeconds(1)));
      assertThat(events).extracting(TelemetryEvent::kind).doesNotContain(EventKind.NODE_DOWN);
    }
  }

  private Membership join(String cluster, String name) {
    var now = Instant.now();
    var self =
        new ClusterMember(name, URI.create("http://127.0.0.1:9000"), "local", "0.1.0", now, now);
    return Membership.join(self, redis.client(cluster), events::add, Clock.systemUTC());
  }

  private static List<String> names(Membership membership) {
    return membership.members().stream().map(ClusterMember::name).toList();
  }
}
