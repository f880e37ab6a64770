package ai.hal9.engine.queue;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.redis.Keeping;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the durable Redis has the replicas that {@code queue.replicas} asks for. Without
 * them nobody waits for a WAIT that cannot succeed; each change is an event.
 */
final class ReplicaWatch {

  static final String REASON = "no replica of the durable Redis acknowledges, and one must";

  private static final String PROBE = "queue:probe";
  private static final byte[] NOTHING = {};
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaWatch.class);

  private final DurableRedis redis;
  private final LiveTuning tuning;
  private final Events events;
  private final InstantSource clock;
  private volatile boolean alone;
  private volatile boolean missed;

  ReplicaWatch(DurableRedis redis, LiveTuning tuning, Events events, InstantSource clock) {
    this.redis = redis;
    this.tuning = tuning;
    this.events = events;
    this.clock = clock;
  }

  /** Whether there are fewer replicas than asked for. */
  boolean alone() {
    return alone;
  }

  /** A WAIT had too few of them: they count as gone until one has enough. */
  void missed() {
    missed = true;
    become(true);
  }

  /** Looks how many follow, as the primary said last; blocks while those have yet to show it. */
  void look() {
    var queue = tuning.current().queue();
    var following = redis.keeping().map(Keeping::replicas);
    if (following.isEmpty()) {
      return;
    }
    if (following.get() < queue.replicas()) {
      become(true);
    } else if (!missed || acknowledge(queue)) {
      missed = false;
      become(false);
    }
  }

  /** Whether enough of them acknowledge what is written to all. */
  private boolean acknowledge(EngineTuning.Queue queue) {
    try (var connection = redis.connect()) {
      var own = new Dialogue<>(connection);
      // Goes to the replicas like a write, and is kept nowhere.
      own.ask(commands -> commands.publish(redis.key(PROBE), NOTHING));
      return own.ask(
              commands ->
                  commands.waitForReplication(queue.replicas(), queue.replicaTimeout().toMillis()))
          >= queue.replicas();
    }
  }

  private void become(boolean now) {
    if (alone == now) {
      return;
    }
    alone = now;
    var title =
        now
            ? "The durable Redis at %s has no replica that acknowledges any more; %s"
                .formatted(
                    redis.server(),
                    tuning.current().queue().strict()
                        ? "signals are refused until one is back"
                        : "signals count as queued once it has synced them")
            : "The durable Redis at %s has its replica again".formatted(redis.server());
    LOG.warn(title);
    events.publish(
        new TelemetryEvent(
            EventKind.QUEUE, clock.instant(), title, Map.of("server", redis.server())));
  }
}
