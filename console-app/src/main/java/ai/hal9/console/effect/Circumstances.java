package ai.hal9.console.effect;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Selection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What else was different between the two windows of an effect.
 *
 * <p>A faster system raises the arrivals by itself where clients wait for their answers. By
 * Little's law the signals in progress are arrivals times the mean time each takes: while clients
 * wait for answers, arrivals and signals in progress do not both grow or both shrink. Where they
 * do, by more than a tenth each, the load itself has moved.
 *
 * @param arrivalsBefore signals arriving per second in the window before
 * @param arrivalsAfter likewise in the window after
 * @param machineBefore share of the machines' processors in use by anyone in the window before;
 *     {@code NaN} where it is not known
 * @param machineAfter likewise in the window after
 * @param loadMoved whether the load itself changed
 * @param events what happened from the beginning of the one to the end of the other
 */
public record Circumstances(
    double arrivalsBefore,
    double arrivalsAfter,
    double machineBefore,
    double machineAfter,
    boolean loadMoved,
    List<HistoryEvent> events) {

  private static final double NOTABLE = 0.1;
  private static final int COLUMNS = 60;

  /**
   * What changes a system from outside; a breaker's transitions may be an effect, and a file that
   * was refused changes nothing.
   */
  private static final Set<EventKind> CAUSES =
      EnumSet.complementOf(EnumSet.of(EventKind.BREAKER, EventKind.LIMIT, EventKind.CONFIGURATION));

  public Circumstances {
    events = List.copyOf(events);
  }

  /**
   * Looks around an effect.
   *
   * @param scope whom it was measured on
   * @param itself tells the change's own events, which are no circumstance
   */
  public static Circumstances of(
      HistoryStore history, Scope scope, Effect effect, Predicate<HistoryEvent> itself) {
    var before = arrivals(history, scope, effect.before());
    var after = arrivals(history, scope, effect.after());
    var arrivals = growth(before, after);
    var progress =
        growth(
            before * meanSeconds(history, scope, effect.before()),
            after * meanSeconds(history, scope, effect.after()));
    return new Circumstances(
        before,
        after,
        machine(history, scope, effect.before()),
        machine(history, scope, effect.after()),
        Math.abs(arrivals) > NOTABLE
            && Math.abs(progress) > NOTABLE
            && Math.signum(arrivals) == Math.signum(progress),
        history.events(new Window(effect.before().from(), effect.after().to())).stream()
            .filter(itself.negate())
            .toList());
  }

  /** Whether the comparison may be about something else than the change. */
  public boolean confounded() {
    return loadMoved || events.stream().anyMatch(told -> CAUSES.contains(told.event().kind()));
  }

  /** Whether the machines had notably more or less to do, which a change may bring about. */
  public boolean machineMoved() {
    return Math.abs(machineAfter - machineBefore) > NOTABLE;
  }

  private static double machine(HistoryStore history, Scope scope, Window window) {
    var axis = history.axis(window, COLUMNS);
    return history
        .gauge(axis, scope, Selection.of(MetricCatalogue.MACHINE_CPU), Across.MEAN)
        .mean()
        .known()
        .average()
        .orElse(Double.NaN);
  }

  private static double arrivals(HistoryStore history, Scope scope, Window window) {
    return history.increase(window, scope, Selection.of(MetricCatalogue.SIGNALS_SENT))
        / (window.length().toMillis() / 1e3);
  }

  private static double meanSeconds(HistoryStore history, Scope scope, Window window) {
    var processing =
        history.distribution(window, scope, Selection.of(MetricCatalogue.PROCESSING_TIME));
    return processing.count() == 0 ? 0 : processing.meanMicros() / 1e6;
  }

  private static double growth(double before, double after) {
    if (before == after) {
      return 0;
    }
    return before == 0 ? Double.POSITIVE_INFINITY : after / before - 1;
  }
}
