package ai.hal9.console.tuning;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.console.effect.Circumstances;
import ai.hal9.console.effect.EffectAnalysis;
import ai.hal9.console.effect.EffectState;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Refresh;
import ai.hal9.dashboards.expression.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyMapProperty;
import javafx.beans.property.ReadOnlyMapWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import org.jspecify.annotations.Nullable;

/**
 * The effects of changes: what was shown once is watched until it can be told, put away or not;
 * those told before are kept, on disk too where they say anything. A verdict is given once.
 */
final class EffectModel {

  /** How far a change's event may be from the time its version names, with clocks that differ. */
  private static final Duration APART = Duration.ofSeconds(30);

  private static final Duration LATELY = Duration.ofSeconds(10);

  /** How long after a change its effect is waited for while nobody looks at it. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final HistoryStore history;
  private final CardFolder kept;
  private final InstantSource clock;
  private final Refresh<List<EffectCard>> refresh;
  private final ReadOnlyObjectWrapper<@Nullable EffectCard> shown = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyMapWrapper<String, EffectCard> told =
      new ReadOnlyMapWrapper<>(FXCollections.observableHashMap());
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private @Nullable Recorded watched;
  private volatile List<Recorded> due = List.of();
  private volatile List<Recorded> changes = List.of();

  /**
   * @param kept what was told before
   */
  EffectModel(HistoryStore history, CardFolder kept, Background background, InstantSource clock) {
    this.history = history;
    this.kept = kept;
    this.clock = clock;
    refresh =
        new Refresh<>(
            background,
            this::computed,
            this::show,
            problem ->
                failure.set(
                    "What a change did cannot be told, and is tried again every two seconds: "
                        + problem.getMessage()));
  }

  /** The card on screen; null where none is. */
  ReadOnlyObjectProperty<@Nullable EffectCard> shown() {
    return shown.getReadOnlyProperty();
  }

  /** The cards that will not change any more, by their change's id. */
  ReadOnlyMapProperty<String, EffectCard> told() {
    return told.getReadOnlyProperty();
  }

  /** Why effects cannot be told; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** Puts a change's card on screen. */
  void watch(Recorded change) {
    refresh.stop();
    watched = change;
    var known = told.get(change.id());
    await(change);
    shown.set(
        known == null
            ? new EffectCard(
                change,
                population(change.target()),
                new EffectCard.State.Watching(new EffectState.Settling(Duration.ZERO), true))
            : known);
    refresh.want();
  }

  /** Takes the card off the screen; it can be reached by its change. */
  void close() {
    watched = null;
    shown.set(null);
  }

  /**
   * Looks again.
   *
   * @param known every change there was
   */
  void refresh(List<Recorded> known) {
    changes = known;
    if (watched != null) {
      await(watched);
    }
    if (waits()) {
      refresh.want();
    }
  }

  /** Looks again although nobody sees it. */
  void lookAlone() {
    var now = clock.instant();
    due = due.stream().filter(change -> now.isBefore(change.time().plus(PATIENCE))).toList();
    if (waits()) {
      refresh.want();
    }
  }

  private void await(Recorded change) {
    if (!told.containsKey(change.id()) && !due.contains(change)) {
      due = Stream.concat(due.stream(), Stream.of(change)).toList();
    }
  }

  /** Whether there are effects that cannot be told yet. */
  boolean waits() {
    return !due.isEmpty();
  }

  private void show(List<EffectCard> cards) {
    failure.set("");
    for (var card : cards) {
      if (card.settled()) {
        told.put(card.change().id(), card);
        due = due.stream().filter(change -> !change.equals(card.change())).toList();
      }
      if (card.change().equals(watched)) {
        shown.set(card);
      }
    }
  }

  private List<EffectCard> computed() {
    return due.stream().map(this::card).toList();
  }

  private EffectCard card(Recorded change) {
    return new EffectCard(
        change,
        population(change.target()),
        kept.read(change).<EffectCard.State>map(told -> told).orElseGet(() -> heard(change)));
  }

  private EffectCard.State heard(Recorded change) {
    var moment = moment(change);
    if (history.span().filter(span -> !span.from().isAfter(moment)).isEmpty()) {
      return new EffectCard.State.Unheard();
    }
    var state = state(change, moment);
    if (state instanceof EffectCard.State.Measured measured && measured.effect().judged()) {
      kept.write(change, measured);
    }
    return state;
  }

  private EffectCard.State state(Recorded change, Instant moment) {
    var next = next(change);
    var scope = scope(change.target());
    var until = next.map(this::moment).orElse(clock.instant());
    var seed = change.time().toEpochMilli() ^ change.version().version();
    var progress = new EffectAnalysis(new Random(seed)).watch(history, scope, moment, until);
    if (progress instanceof EffectState.Measured(var effect)) {
      return new EffectCard.State.Measured(
          effect, Circumstances.of(history, scope, effect, event -> tellsOf(event, change)));
    }
    if (next.isPresent()) {
      return new EffectCard.State.Overtaken(next.get(), Duration.between(moment, until));
    }
    var lately = Window.last(LATELY, clock.instant());
    var arriving = history.increase(lately, scope, Selection.of(MetricCatalogue.SIGNALS_SENT)) > 0;
    return new EffectCard.State.Watching(progress, arriving);
  }

  /** The change after this one that changed anything. */
  private Optional<Recorded> next(Recorded change) {
    return changes.stream()
        .filter(other -> other.time().isAfter(change.time()))
        .filter(other -> !other.version().after().equals(other.version().before()))
        .min(Comparator.comparing(Recorded::time));
  }

  /** When it came into force, on this machine's clock. */
  private Instant moment(Recorded change) {
    return history
        .events(new Window(change.time().minus(APART), change.time().plus(APART)))
        .stream()
        .filter(event -> tells(event, change))
        .findFirst()
        .map(event -> event.event().time())
        .orElse(change.time());
  }

  /** Whether an event is the change itself, or one that changed nothing. */
  private boolean tellsOf(HistoryEvent event, Recorded change) {
    return tells(event, change)
        || changes.stream()
            .filter(other -> other.version().after().equals(other.version().before()))
            .anyMatch(idle -> tells(event, idle));
  }

  private static boolean tells(HistoryEvent event, Recorded change) {
    var details = event.event().details();
    var version = change.version();
    return event.event().kind() == EventKind.TUNING
        && Long.toString(version.version()).equals(details.get("version"))
        && version.scope().name().toLowerCase(Locale.ROOT).equals(details.get("scope"))
        && switch (change.target()) {
          case Target.AllNodes _ -> true;
          case Target.OneNode(var name) -> event.source().equals(name);
        };
  }

  private static Scope scope(Target target) {
    return switch (target) {
      case Target.AllNodes _ -> Scope.cluster();
      case Target.OneNode(var name) -> Scope.source(name);
    };
  }

  private static String population(Target target) {
    return switch (target) {
      case Target.AllNodes _ -> "All signals of all nodes, measured on the server";
      case Target.OneNode(var name) -> "All signals of " + name + ", measured on the server";
    };
  }
}
