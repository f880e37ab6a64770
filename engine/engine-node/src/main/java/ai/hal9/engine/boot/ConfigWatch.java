package ai.hal9.engine.boot;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.engine.config.ConfigReading;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.TuningService;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration file again when it has changed or SIGHUP asks for it, and puts in force
 * what may change live. A file with a mistake is refused whole, with every mistake in the log and
 * the first of them in an event, and the values in force stay.
 *
 * <p>The text is compared every second rather than waited for: a mounted folder is often replaced
 * by a link, which no notice tells of. A text is taken once it has stayed the same for a second, so
 * that a file half written is not complained about.
 */
final class ConfigWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final ConfigSource source;
  private final NodeConfig running;
  private final TuningService tuning;
  private final Relocation relocation;
  private final Meters.Count applied;
  private final Meters.Count refused;
  private final Events events;
  private final InstantSource clock;
  private final Semaphore asked = new Semaphore(0);
  private final Thread thread;
  private String taken;
  private String seen;

  private ConfigWatch(
      ConfigSource source,
      NodeConfig running,
      TuningService tuning,
      Relocation relocation,
      Meters meters,
      Events events,
      InstantSource clock) {
    this.source = source;
    this.running = running;
    this.tuning = tuning;
    this.relocation = relocation;
    this.events = events;
    this.clock = clock;
    applied = meters.count(MetricCatalogue.CONFIG_RELOADS, "applied");
    refused = meters.count(MetricCatalogue.CONFIG_RELOADS, "refused");
    taken = source.text();
    seen = taken;
    thread = Thread.ofPlatform().daemon().name("configuration").start(this::run);
  }

  /**
   * Watches from now on; what has changed since the source was last read is taken as well.
   *
   * @param running what the node was started with
   * @param relocation follows what has moved
   * @param events told of a file that is refused
   */
  static ConfigWatch start(
      ConfigSource source,
      NodeConfig running,
      TuningService tuning,
      Relocation relocation,
      Meters meters,
      Events events,
      InstantSource clock) {
    var watch = new ConfigWatch(source, running, tuning, relocation, meters, events, clock);
    Signals.onHangUp(watch.asked::release);
    return watch;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        var wanted = asked.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        asked.drainPermits();
        var now = text(taken);
        var settled = now.equals(seen);
        seen = now;
        if (wanted || (settled && !now.equals(taken))) {
          taken = now;
          reload();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The configuration is not watched any more");
    }
  }

  /** The file as it is; what is known of it where it cannot be read now. */
  private String text(String known) {
    try {
      return Files.readString(source.file());
    } catch (IOException e) {
      LOG.debug("{} cannot be read now", source.file(), e);
      return known;
    }
  }

  private void reload() {
    switch (source.read()) {
      case ConfigReading.Refused(var problems) -> refuse(problems);
      case ConfigReading.Accepted(var config) -> take(config);
    }
  }

  private void refuse(List<?> mistakes) {
    refused.increment();
    LOG.error("{} is refused, what is in force stays:", source.file());
    mistakes.forEach(mistake -> LOG.error("  {}", mistake));
    events.publish(
        new TelemetryEvent(
            EventKind.CONFIGURATION,
            clock.instant(),
            "The configuration file is refused, what is in force stays",
            Map.of(
                "file",
                source.file().toString(),
                "mistakes",
                Integer.toString(mistakes.size()),
                "first",
                mistakes.isEmpty() ? "" : mistakes.getFirst().toString())));
  }

  private void take(NodeConfig config) {
    switch (tuning.reload(config.tuning()).orElse(null)) {
      case null -> {
        applied.increment();
        LOG.info("{} was read: nothing in force changes by it", source.file());
      }
      case TuningOutcome.Applied(var line) -> {
        applied.increment();
        LOG.info("{} is in force: {} values", source.file(), line.after().size());
      }
      case TuningOutcome.Refused(var violations) -> {
        refuse(violations);
        return;
      }
      case TuningOutcome.Conflict _, TuningOutcome.Unreachable _ ->
          throw new IllegalStateException("a reload concerns this node alone");
    }
    relocation.follow(config.redis());
    var later = config.restartFor(running);
    if (!later.isEmpty()) {
      LOG.warn("What was changed here takes effect when the node next starts: {}", later);
    }
  }
}
