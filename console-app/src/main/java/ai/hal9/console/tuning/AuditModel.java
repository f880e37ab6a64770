package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.telemetry.TuningAuditPage;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Every change of the cluster's tuning that PostgreSQL keeps, newest first: the newest page, and
 * older ones as they are asked for.
 */
final class AuditModel {

  private final TuningDesk desk;
  private final Background background;
  private final ObservableList<TuningVersion> changes = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper heard = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private @Nullable String next;
  private boolean asking;
  private boolean olderWanted;
  private int generation;
  private Runnable cancel = () -> {};

  AuditModel(TuningDesk desk, Background background) {
    this.desk = desk;
    this.background = background;
  }

  /** What has been read so far. */
  ObservableList<TuningVersion> changes() {
    return changes;
  }

  /** Whether an answer has ever come. */
  ReadOnlyBooleanProperty heard() {
    return heard.getReadOnlyProperty();
  }

  /** Whether there are older ones than those read. */
  ReadOnlyBooleanProperty more() {
    return more.getReadOnlyProperty();
  }

  /** Why nothing could be read the last time; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** Asks for what is new. */
  void refresh() {
    if (!asking) {
      ask(null);
    }
  }

  /** Asks for the next older page. */
  void older() {
    if (asking) {
      olderWanted = true;
    } else if (next != null) {
      ask(next);
    }
  }

  /** Nobody looks any more. */
  void stop() {
    generation++;
    olderWanted = false;
    if (asking) {
      asking = false;
      cancel.run();
    }
  }

  private void ask(@Nullable String before) {
    asking = true;
    var mine = generation;
    cancel =
        background.run(
            () -> desk.audit(before),
            page -> ended(mine, () -> take(before, page)),
            problem -> ended(mine, () -> failure.set(Notices.words(problem))));
  }

  private void ended(int its, Runnable told) {
    if (its != generation) {
      return;
    }
    asking = false;
    told.run();
    if (olderWanted) {
      olderWanted = false;
      older();
    }
  }

  private void take(@Nullable String before, TuningAuditPage page) {
    failure.set("");
    heard.set(true);
    if (before != null) {
      changes.addAll(page.changes());
      goOn(page.next());
      return;
    }
    var known = changes.isEmpty() ? -1 : page.changes().indexOf(changes.getFirst());
    if (known >= 0) {
      changes.addAll(0, List.copyOf(page.changes().subList(0, known)));
    } else {
      // the first page, or so many at once that there may be some between
      changes.setAll(page.changes());
      goOn(page.next());
    }
  }

  private void goOn(@Nullable String from) {
    next = from;
    more.set(from != null);
  }
}
