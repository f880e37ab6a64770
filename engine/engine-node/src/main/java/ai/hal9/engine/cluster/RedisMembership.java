package ai.hal9.engine.cluster;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.telemetry.Events;
import io.lettuce.core.RedisException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Membership by heartbeats in Redis. */
final class RedisMembership implements Membership {

  private static final Logger LOG = LoggerFactory.getLogger(RedisMembership.class);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration LIFE = Duration.ofSeconds(3);

  private final ClusterMember first;
  private final Heartbeat heartbeat;
  private final Events events;
  private final Clock clock;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("membership").daemon().factory());

  private volatile Map<String, ClusterMember> known;
  private volatile boolean closed;
  private boolean reachable = true;

  /** Until then a missing note only means that its node has not found Redis again yet. */
  private Instant patientUntil = Instant.MIN;

  RedisMembership(ClusterMember self, ClusterRedis redis, Events events, Clock clock) {
    first = self;
    heartbeat = new Heartbeat(redis, LIFE);
    this.events = events;
    this.clock = clock;
    known = Map.of(self.name(), self);
  }

  RedisMembership start() {
    tell(EventKind.NODE_UP, first, "serves");
    var _ = beats.scheduleAtFixedRate(this::beat, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  @Override
  public ClusterMember self() {
    return new ClusterMember(
        first.name(),
        first.url(),
        first.region(),
        first.version(),
        first.startedAt(),
        clock.instant());
  }

  @Override
  public List<ClusterMember> members() {
    var members = new TreeMap<>(known);
    var self = self();
    members.put(self.name(), self);
    return List.copyOf(members.values());
  }

  private void beat() {
    try {
      var notes = heartbeat.beat(self());
      if (!reachable) {
        reachable = true;
        patientUntil = clock.instant().plus(LIFE);
        LOG.info("Redis is back: {} finds its cluster again", first.name());
      }
      replace(notes);
    } catch (RedisException e) {
      if (reachable) {
        reachable = false;
        LOG.warn(
            "Redis is out of reach ({}): {} keeps the members it knows",
            e.getMessage(),
            first.name());
      }
    } catch (RuntimeException e) {
      LOG.error("A heartbeat failed; please report this", e);
    }
  }

  private void replace(List<ClusterMember> notes) {
    var before = known;
    var now = new TreeMap<String, ClusterMember>();
    if (clock.instant().isBefore(patientUntil)) {
      now.putAll(before);
    }
    notes.forEach(member -> now.put(member.name(), member));
    known = Map.copyOf(now);
    now.forEach(
        (name, member) -> {
          var old = before.get(name);
          if (old == null) {
            tell(EventKind.NODE_UP, member, "joined");
          } else if (!old.startedAt().equals(member.startedAt())) {
            tell(EventKind.RESTART, member, "restarted");
          }
        });
    before.forEach(
        (name, member) -> {
          if (!now.containsKey(name)) {
            tell(EventKind.NODE_DOWN, member, "left or was lost");
          }
        });
  }

  private void tell(EventKind kind, ClusterMember member, String what) {
    events.publish(
        new TelemetryEvent(
            kind,
            clock.instant(),
            member.name() + " " + what,
            Map.of("node", member.name(), "region", member.region(), "seen_by", first.name())));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    beats.shutdown();
    try {
      // A beat after the leave would call this node back for the life of its note.
      if (beats.awaitTermination(2, TimeUnit.SECONDS) && reachable) {
        heartbeat.leave(first.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RedisException e) {
      LOG.debug("{} leaves unsaid, its note will vanish by itself", first.name(), e);
    }
  }
}
