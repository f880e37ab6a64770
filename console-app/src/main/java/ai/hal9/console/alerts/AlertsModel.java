package ai.hal9.console.alerts;

import ai.hal9.console.series.ColumnReadings;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.Refresh;
import ai.hal9.dashboards.alert.ActiveAlert;
import ai.hal9.dashboards.alert.AlertRule;
import ai.hal9.dashboards.alert.AlertWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;

/** Watches the alerts of a cluster from what is heard of it, off the UI thread. */
public final class AlertsModel {

  private static final Duration PACE = Duration.ofSeconds(5);

  /** The shortest look, which ends where the latest was heard. */
  private static final Duration HEARING = Duration.ofMillis(1);

  private final HistoryStore history;
  private final AlertWatch watch;
  private final Consumer<String> told;
  private final Refresh<List<ActiveAlert>> looks;
  private final ReadOnlyListWrapper<AlertGroup> groups =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private Set<String> fired = Set.of();
  private final Every pace = new Every(PACE);
  private volatile Instant moment = Instant.EPOCH;

  /**
   * @param rules those to watch
   * @param told gets a sentence when an alert starts firing
   */
  public AlertsModel(
      HistoryStore history, List<AlertRule> rules, Background background, Consumer<String> told) {
    this.history = history;
    this.watch = new AlertWatch(rules);
    this.told = told;
    looks =
        new Refresh<>(
            background,
            this::look,
            this::show,
            problem -> failure.set("Alerts cannot be watched: " + problem.getMessage()));
  }

  /** What holds now: firing first. */
  ReadOnlyListProperty<AlertGroup> groups() {
    return groups.getReadOnlyProperty();
  }

  /** Why nothing can be said; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** How many alerts fire, each counted once on however many nodes. */
  int firing() {
    return (int) groups.stream().filter(AlertGroup::firing).count();
  }

  /** Time has passed: looks, unless that was done a moment ago. */
  void beat(Instant now) {
    if (pace.due(now)) {
      moment = now;
      looks.want();
    }
  }

  void stop() {
    looks.stop();
  }

  /** An alert neither ends nor begins because its cluster is no longer heard. */
  private List<ActiveAlert> look() {
    var heard = history.latest(HEARING).end();
    return watch.look(
        heard.isBefore(moment) ? heard : moment,
        window -> new ColumnReadings(history, history.latest(window), Scope.cluster()).at(0));
  }

  private void show(List<ActiveAlert> active) {
    failure.set("");
    var now = AlertGroup.of(active);
    var firing = new HashSet<String>();
    for (var group : now) {
      if (group.firing()
          && firing.add(group.rule().name())
          && !fired.contains(group.rule().name())) {
        told.accept("%s (%s)".formatted(group.rule().summary(), group.nodes()));
      }
    }
    fired = firing;
    if (!now.equals(groups.get())) {
      groups.setAll(now);
    }
  }
}
