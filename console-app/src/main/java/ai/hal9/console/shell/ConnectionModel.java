package ai.hal9.console.shell;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.console.series.Scope;
import ai.hal9.console.session.Session;
import ai.hal9.console.source.FeedState;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Refresh;
import ai.hal9.console.ui.Unit;
import ai.hal9.dashboards.expression.Selection;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** How well the cluster is heard, and how busy it is, in words. */
final class ConnectionModel {

  private static final Duration LOAD_WINDOW = Duration.ofSeconds(5);
  private static final int FRESH_SECONDS = 2;

  private final Session session;
  private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("connecting");
  private final ReadOnlyStringWrapper reason = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Health> health = new ReadOnlyObjectWrapper<>(Health.UNKNOWN);
  private final ReadOnlyStringWrapper load = new ReadOnlyStringWrapper(Unit.RATE.text(Double.NaN));
  private final Refresh<Double> loads;

  ConnectionModel(Session session, Background background) {
    this.session = session;
    loads =
        new Refresh<>(
            background,
            this::rate,
            rate -> load.set(Unit.RATE.text(rate)),
            _ -> load.set(Unit.RATE.text(Double.NaN)));
  }

  /** {@code live, sample under 2 s old}. */
  ReadOnlyStringProperty words() {
    return words.getReadOnlyProperty();
  }

  /** What is wrong; empty when nothing is. */
  ReadOnlyStringProperty reason() {
    return reason.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Health> health() {
    return health.getReadOnlyProperty();
  }

  /** Signals that arrive, as {@code 1,240 /s}. */
  ReadOnlyStringProperty load() {
    return load.getReadOnlyProperty();
  }

  /** Something was heard. */
  void news() {
    loads.want();
  }

  void stop() {
    loads.stop();
  }

  /** Time has passed. */
  void at(Instant now) {
    var state = session.feed().state();
    words.set(said(state, now));
    reason.set(state.reason());
    health.set(
        switch (state.connection()) {
          case CONNECTING -> Health.UNKNOWN;
          case LIVE -> Health.GOOD;
          case PARTIAL, LOST -> Health.BAD;
        });
  }

  private static String said(FeedState state, Instant now) {
    var age = state.age(now).map(old -> ", sample " + old(old) + " old").orElse("");
    return switch (state.connection()) {
      case CONNECTING -> "connecting";
      case LIVE -> "live" + age;
      case PARTIAL -> "%d of %d nodes".formatted(state.heard(), state.nodes().size()) + age;
      case LOST -> "lost" + age;
    };
  }

  /** In whole seconds: what changes ten times a second nobody reads. */
  private static String old(Duration age) {
    var seconds = age.toSeconds();
    return seconds < FRESH_SECONDS
        ? "under %d s".formatted(FRESH_SECONDS)
        : seconds < 60 ? "%d s".formatted(seconds) : "%d min".formatted(age.toMinutes());
  }

  private double rate() {
    var history = session.history();
    var read =
        history.rate(
            history.current(LOAD_WINDOW),
            Scope.cluster(),
            Selection.of(MetricCatalogue.SIGNALS_SENT));
    return read.size() == 0 ? Double.NaN : read.at(read.size() - 1);
  }
}
