package ai.hal9.engine.tuning;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.telemetry.Events;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts values in force: one reference for readers, calls for listeners, an event for the charts.
 */
final class Enforcement {

  private static final Logger LOG = LoggerFactory.getLogger(Enforcement.class);

  private final List<Consumer<EngineTuning>> listeners = new CopyOnWriteArrayList<>();
  private final Events events;
  private volatile EngineTuning current;

  Enforcement(EngineTuning first, Events events) {
    current = first;
    this.events = events;
  }

  EngineTuning current() {
    return current;
  }

  synchronized void listen(Consumer<EngineTuning> listener) {
    listeners.add(listener);
    listener.accept(current);
  }

  /**
   * Puts values in force and tells of the changes that led to them.
   *
   * @param next the values
   * @param lines the changes, newest first
   */
  synchronized void enforce(EngineTuning next, List<TuningVersion> lines) {
    current = next;
    for (var listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        LOG.error("A part of the node did not follow tuning {}", next.version(), e);
      }
    }
    lines.reversed().forEach(this::tell);
  }

  private void tell(TuningVersion line) {
    var after = new TreeMap<>(line.after());
    var details = new TreeMap<String, String>();
    after.forEach(
        (key, value) -> details.put(key, line.before().getOrDefault(key, "") + " -> " + value));
    details.put("scope", line.scope().name().toLowerCase(Locale.ROOT));
    details.put("version", Long.toString(line.version()));
    details.put("who", line.who());
    details.put("why", line.why());
    var title =
        after.entrySet().stream()
            .map(entry -> entry.getKey() + " = " + entry.getValue())
            .collect(Collectors.joining(", "));
    LOG.info("Tuning {} of {} in force: {}", line.version(), line.who(), title);
    events.publish(
        new TelemetryEvent(
            EventKind.TUNING, line.time(), title.isEmpty() ? line.why() : title, details));
  }
}
