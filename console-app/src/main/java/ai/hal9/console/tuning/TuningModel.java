package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Refresh;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's tuning, what the user wants of it instead, and the way from one to the other. A
 * change insists on the version that was in force when the first value was edited: what somebody
 * else changed meanwhile is never overwritten unseen.
 */
final class TuningModel {

  private final Sender sender;
  private final String who;
  private final String readOnly;
  private final Draft draft = new Draft();
  private final Terms terms = new Terms();
  private final Steps steps = new Steps(draft.edits(), this::swap, this::stepped);
  private final Refresh<Reading> refresh;
  private final ReadOnlyObjectWrapper<ClusterTuning> known =
      new ReadOnlyObjectWrapper<>(ClusterTuning.NONE);
  private final ReadOnlyObjectWrapper<List<ParameterState>> states =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Notice> notice = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper applying = new ReadOnlyBooleanWrapper();
  private final ObjectProperty<Target> target = new SimpleObjectProperty<>(Target.cluster());
  private Consumer<Recorded> listener = _ -> {};
  private final AtomicInteger epoch = new AtomicInteger();

  /** What was read, and whether something was changed since the question was put. */
  private record Reading(int epoch, ClusterTuning tuning) {}

  /**
   * @param who makes the changes
   * @param readOnly why nothing may be changed; empty where it may
   */
  TuningModel(TuningDesk desk, Background background, String who, String readOnly) {
    this.sender = new Sender(desk, background);
    this.who = who;
    this.readOnly = readOnly;
    refresh =
        new Refresh<>(
            background,
            () -> new Reading(epoch.get(), desk.read()),
            this::read,
            problem -> failure.set(words(problem)));
    target.addListener(
        _ -> {
          draft.goOnFrom(known.get().version(target.get()));
          draft.refused(List.of());
          update();
        });
  }

  /** What the nodes say. */
  ReadOnlyObjectProperty<ClusterTuning> known() {
    return known.getReadOnlyProperty();
  }

  /** Every parameter as it stands, in the order they are shown. */
  ReadOnlyObjectProperty<List<ParameterState>> states() {
    return states.getReadOnlyProperty();
  }

  /** Why nothing new is known, or of whom; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Notice> notice() {
    return notice.getReadOnlyProperty();
  }

  /** Whether a change is on its way. */
  ReadOnlyBooleanProperty applying() {
    return applying.getReadOnlyProperty();
  }

  /** Whom a change will reach. */
  ObjectProperty<Target> target() {
    return target;
  }

  /** Why the change is made. */
  StringProperty reason() {
    return terms.reason();
  }

  /** Whether the change reverts by itself. */
  BooleanProperty selfReverting() {
    return terms.selfReverting();
  }

  /** After how many minutes it does. */
  StringProperty revertMinutes() {
    return terms.revertMinutes();
  }

  /** Why nothing may be changed; empty where it may. */
  String readOnly() {
    return readOnly;
  }

  /** Tells of every change made here that came into force. */
  void onApplied(Consumer<Recorded> listener) {
    this.listener = listener;
  }

  /** Asks the cluster anew. */
  void refresh() {
    if (!applying.get()) {
      refresh.want();
    }
  }

  /** Nobody looks any more. */
  void stop() {
    refresh.stop();
  }

  /** The parameters that are to change. */
  List<ParameterState> pending() {
    return states.get().stream().filter(ParameterState::edited).toList();
  }

  /** What keeps the pending values from being applied; empty when nothing does. */
  String obstacle() {
    if (!readOnly.isEmpty()) {
      return readOnly;
    }
    if (pending().isEmpty()) {
      return "Nothing is changed yet.";
    }
    var wrong = pending().stream().filter(state -> !state.problem().isEmpty()).count();
    if (wrong > 0) {
      return wrong == 1 ? "One value is not allowed." : wrong + " values are not allowed.";
    }
    if (!terms.obstacle().isEmpty()) {
      return terms.obstacle();
    }
    return applying.get() ? "A change is on its way." : "";
  }

  /** Wants another value; the one in force when it is that. */
  void edit(String key, String text) {
    known
        .get()
        .parameter(key)
        .filter(_ -> readOnly.isEmpty())
        .ifPresent(parameter -> edit(parameter, parameter.normalised(text.strip())));
  }

  private void edit(TuningParameter parameter, String value) {
    draft.want(
        parameter, value, known.get().inForce(target.get()).getOrDefault(parameter.key(), ""));
    update();
  }

  /** Wants the default. */
  void toDefault(String key) {
    known.get().parameter(key).ifPresent(found -> edit(key, found.defaultValue()));
  }

  /** Wants what is in force. */
  void drop(String key) {
    draft.drop(key);
    update();
  }

  /** Lets go of all that is wanted; it can be undone. */
  void discard() {
    var gone = pending().size();
    draft.replace(Map.of());
    notice.set(gone == 0 ? null : Notices.discarded(gone, this::undo));
    update();
  }

  /** Wants a set of values and nothing else. What cannot be changed live is left out. */
  void load(String from, Map<String, String> values) {
    if (!readOnly.isEmpty()) {
      notice.set(Notice.of(Notice.Kind.WARNING, readOnly));
      return;
    }
    var wanted = Draft.changes(states.get(), values);
    draft.replace(wanted);
    if (!wanted.isEmpty()) {
      terms.reason().set(from);
    }
    notice.set(
        wanted.isEmpty()
            ? Notice.of(Notice.Kind.DONE, "%s: every value is in force already.".formatted(from))
            : null);
    update();
  }

  /** Wants a target's values as they were after an earlier change. */
  void backTo(Target to, long version) {
    target.set(to);
    load(
        "Back to version %d of %s".formatted(version, to.words()),
        known.get().leadingBackTo(to, version));
  }

  /** Applies what is wanted. */
  void apply() {
    var obstacle = obstacle();
    if (!obstacle.isEmpty()) {
      notice.set(Notice.of(Notice.Kind.WARNING, obstacle));
      return;
    }
    var values =
        pending().stream().collect(Collectors.toMap(ParameterState::key, ParameterState::value));
    var to = target.get();
    send(
        to,
        new TuningChange(
            to.scope(),
            values,
            who,
            terms.reason().get().strip(),
            terms.revertAfter().orElse(null),
            draft.basis()),
        version -> {
          draft.edits().applied(to, version.before(), version.after());
          terms.clear();
        });
  }

  boolean canUndo() {
    return draft.edits().lastDone().isPresent();
  }

  boolean canRedo() {
    return draft.edits().lastUndone().isPresent();
  }

  /** Takes the last step back: an edit, or a change in force, by another change. */
  void undo() {
    steps.undo();
  }

  /** Takes the step undone last again. */
  void redo() {
    steps.redo();
  }

  /** Puts back at once what a change replaced, unless it was changed again since. */
  void revert(Recorded change) {
    steps.revert(change);
  }

  /** Makes a change stay that would revert by itself. */
  void keep(Recorded change) {
    steps.keep(change);
  }

  private void stepped() {
    notice.set(null);
    update();
  }

  void dismiss() {
    notice.set(null);
  }

  void tell(Notice told) {
    notice.set(told);
  }

  /** Sets values in place of others, only while those are in force. */
  private void swap(
      Target to,
      Map<String, String> from,
      Map<String, String> wanted,
      String why,
      Runnable then,
      Runnable pointless) {
    if (!readOnly.isEmpty() || applying.get()) {
      notice.set(
          Notice.of(
              Notice.Kind.WARNING, readOnly.isEmpty() ? "A change is on its way." : readOnly));
      return;
    }
    if (!from.equals(wanted) && known.get().holds(to, wanted)) {
      pointless.run();
      notice.set(Notice.of(Notice.Kind.DONE, why + ": these values are in force already."));
      update();
    } else if (!known.get().holds(to, from)) {
      pointless.run();
      notice.set(
          Notices.changedSince(why, known.get(), to, from, () -> wantInstead(to, why, wanted)));
      update();
    } else {
      send(
          to,
          new TuningChange(to.scope(), wanted, who, why, null, known.get().version(to)),
          _ -> then.run());
    }
  }

  private void wantInstead(Target to, String why, Map<String, String> wanted) {
    target.set(to);
    load(why, wanted);
  }

  private void send(Target to, TuningChange change, Consumer<TuningVersion> done) {
    applying.set(true);
    refresh.stop();
    sender.send(
        to,
        change,
        sent -> {
          ended(sent);
          told(to, change, sent.outcome(), done);
        },
        problem -> {
          applying.set(false);
          notice.set(Notice.of(Notice.Kind.FAILURE, words(problem)));
        });
  }

  private void ended(Sender.Sent sent) {
    epoch.incrementAndGet();
    applying.set(false);
    sent.after().ifPresent(known::set);
  }

  private void told(
      Target to, TuningChange change, TuningOutcome outcome, Consumer<TuningVersion> done) {
    draft.refused(List.of());
    switch (outcome) {
      case TuningOutcome.Applied(var version) -> {
        done.accept(version);
        if (to.equals(target.get()) && version.version() == draft.basis() + 1) {
          draft.goOnFrom(version.version());
        }
        notice.set(Notices.applied(to, version, known.get()));
        update();
        listener.accept(new Recorded(to, version));
      }
      case TuningOutcome.Refused(var violations) -> {
        draft.refused(violations);
        notice.set(Notices.refused(violations));
        update();
      }
      case TuningOutcome.Conflict(var expected, _) -> {
        if (pending().isEmpty()) {
          overtaken(to, change);
        } else {
          conflict(known.get().since(to, expected));
        }
        update();
      }
      case TuningOutcome.Unreachable(var words) ->
          notice.set(Notice.of(Notice.Kind.FAILURE, "Nothing was changed: " + words));
    }
  }

  /** Somebody changed the tuning while the user was editing. */
  private void conflict(List<Recorded> others) {
    notice.set(
        Notices.conflict(
            others, pending().size(), this::applyOnTop, this::acknowledge, this::discard));
  }

  /** Somebody was faster than an undo. */
  private void overtaken(Target to, TuningChange change) {
    notice.set(
        Notices.changedSince(
            change.why(),
            known.get(),
            to,
            change.values(),
            () -> wantInstead(to, change.why(), change.values())));
  }

  private void applyOnTop() {
    acknowledge();
    apply();
  }

  private void acknowledge() {
    draft.goOnFrom(known.get().version(target.get()));
    notice.set(null);
    update();
  }

  private void read(Reading reading) {
    if (reading.epoch() != epoch.get()) {
      return;
    }
    failure.set(reading.tuning().silence());
    if (reading.tuning().equals(known.get())) {
      return;
    }
    known.set(reading.tuning());
    update();
    var seen = notice.get();
    if (!pending().isEmpty()
        && known.get().version(target.get()) > draft.basis()
        && (seen == null || seen.offers().isEmpty())) {
      conflict(known.get().since(target.get(), draft.basis()));
    }
  }

  private void update() {
    states.set(draft.over(known.get(), target.get()));
  }

  static String words(Exception problem) {
    return problem.getMessage() == null ? problem.toString() : problem.getMessage();
  }
}
