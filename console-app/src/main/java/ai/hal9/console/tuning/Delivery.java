package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningVersion;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Brings changes to the cluster, one at a time, and tells what became of each. */
final class Delivery {

  private final Sender sender;
  private final String who;
  private final TuningWatch watch;
  private final Wanted wanted;
  private final ReadOnlyObjectWrapper<@Nullable Notice> notice;
  private final Runnable discard;
  private final ReadOnlyBooleanWrapper applying = new ReadOnlyBooleanWrapper();
  private Consumer<Recorded> listener = _ -> {};

  /**
   * @param who makes the changes
   * @param notice where it is told
   * @param discard lets go of what is wanted
   */
  Delivery(
      Sender sender,
      String who,
      TuningWatch watch,
      Wanted wanted,
      ReadOnlyObjectWrapper<@Nullable Notice> notice,
      Runnable discard) {
    this.sender = sender;
    this.who = who;
    this.watch = watch;
    this.wanted = wanted;
    this.notice = notice;
    this.discard = discard;
  }

  /** Whether a change is on its way. */
  ReadOnlyBooleanProperty applying() {
    return applying.getReadOnlyProperty();
  }

  /** Tells of every change made here that came into force. */
  void onApplied(Consumer<Recorded> listener) {
    this.listener = listener;
  }

  /** What keeps what is wanted from being applied; empty when nothing does. */
  String obstacle() {
    var its = wanted.obstacle();
    return its.isEmpty() ? busy() : its;
  }

  private String busy() {
    return applying.get() ? "A change is on its way." : "";
  }

  /** Applies what is wanted. */
  void apply() {
    var obstacle = obstacle();
    if (!obstacle.isEmpty()) {
      notice.set(Notice.of(Notice.Kind.WARNING, obstacle));
      return;
    }
    var to = wanted.target().get();
    var terms = wanted.terms().sent();
    var change = wanted.change(who);
    wanted.edits().sending();
    send(
        to,
        change,
        version -> {
          wanted.edits().applied(to, Stand.before(version), Stand.after(version));
          wanted.terms().applied(terms);
        },
        wanted.edits()::notApplied);
  }

  /** Has parameters stand otherwise, only while they stand as they did. */
  void swap(Target to, Stand from, Stand instead, String why, Runnable then, Runnable pointless) {
    var obstacle = wanted.readOnly().isEmpty() ? busy() : wanted.readOnly();
    var known = watch.known().get();
    if (!obstacle.isEmpty()) {
      notice.set(Notice.of(Notice.Kind.WARNING, obstacle));
    } else if (!from.equals(instead) && known.holds(to, instead)) {
      pointless.run();
      notice.set(Notice.of(Notice.Kind.DONE, why + ": these values are in force already."));
      wanted.update();
    } else if (!known.holds(to, from)) {
      pointless.run();
      changedSince(to, why, known.values(to, instead));
      wanted.update();
    } else {
      send(
          to,
          new TuningChange(
              to.scope(), instead.set(), instead.inherited(), who, why, null, known.version(to)),
          _ -> then.run(),
          () -> {});
    }
  }

  private void send(
      Target to, TuningChange change, Consumer<TuningVersion> done, Runnable notDone) {
    applying.set(true);
    watch.stop();
    sender.send(
        to,
        change,
        sent -> {
          watch.changed(sent.after());
          applying.set(false);
          if (!(sent.outcome() instanceof TuningOutcome.Applied)) {
            notDone.run();
          }
          told(to, change, sent.outcome(), done);
        },
        problem -> {
          applying.set(false);
          notDone.run();
          notice.set(Notice.of(Notice.Kind.FAILURE, Notices.words(problem)));
        });
  }

  private void told(
      Target to, TuningChange change, TuningOutcome outcome, Consumer<TuningVersion> done) {
    wanted.refused(List.of());
    switch (outcome) {
      case TuningOutcome.Applied(var version) -> {
        done.accept(version);
        if (to.equals(wanted.target().get()) && version.version() == wanted.basis() + 1) {
          wanted.goOnFrom(version.version());
        }
        notice.set(Notices.applied(to, version, watch.known().get()));
        wanted.update();
        listener.accept(new Recorded(to, version));
      }
      case TuningOutcome.Refused(var violations) -> {
        wanted.refused(violations);
        notice.set(Notices.refused(violations));
        wanted.update();
      }
      case TuningOutcome.Conflict(var expected, _) -> {
        if (wanted.pending().isEmpty()) {
          // somebody was faster than an undo
          changedSince(to, change.why(), change.resulting(watch.known().get().inherited(to)));
        } else {
          conflict(watch.known().get().since(to, expected));
        }
        wanted.update();
      }
      case TuningOutcome.Unreachable(var words) ->
          notice.set(Notice.of(Notice.Kind.FAILURE, "Nothing was changed: " + words));
    }
  }

  private void changedSince(Target to, String why, Map<String, String> instead) {
    notice.set(
        Notices.changedSince(
            why, watch.known().get(), to, instead.keySet(), () -> wanted.load(to, why, instead)));
  }

  /** Looks whether somebody changed the tuning while the user was editing. */
  void compare() {
    var known = watch.known().get();
    var to = wanted.target().get();
    var seen = notice.get();
    if (!wanted.pending().isEmpty()
        && known.version(to) > wanted.basis()
        && (seen == null || seen.offers().isEmpty())) {
      conflict(known.since(to, wanted.basis()));
    }
  }

  private void conflict(List<Recorded> others) {
    notice.set(
        Notices.conflict(
            others, wanted.pending().size(), this::applyOnTop, this::acknowledge, discard));
  }

  private void applyOnTop() {
    acknowledge();
    apply();
  }

  private void acknowledge() {
    wanted.goOnFrom(watch.known().get().version(wanted.target().get()));
    notice.set(null);
    wanted.update();
  }
}
