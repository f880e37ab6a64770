package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningViolation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * The change the user is preparing: whose values, which of them, why and for how long; laid over
 * what is in force. A change insists on the version that was in force when the first value was
 * edited: what somebody else changed meanwhile is never overwritten unseen.
 */
final class Wanted {

  private final Supplier<ClusterTuning> known;
  private final String readOnly;
  private final ReadOnlyObjectWrapper<@Nullable Notice> notice;
  private final Draft draft = new Draft();
  private final Terms terms = new Terms();
  private final ReadOnlyObjectWrapper<List<ParameterState>> states =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ObjectProperty<Target> target = new SimpleObjectProperty<>(Target.cluster());

  /**
   * @param known what is in force
   * @param readOnly why nothing may be changed; empty where it may
   * @param notice where is told what became of what was asked for here
   */
  Wanted(
      Supplier<ClusterTuning> known,
      String readOnly,
      ReadOnlyObjectWrapper<@Nullable Notice> notice) {
    this.known = known;
    this.readOnly = readOnly;
    this.notice = notice;
    target.addListener(
        _ -> {
          draft.goOnFrom(known.get().version(target.get()));
          draft.refused(List.of());
          update();
        });
  }

  /** Every parameter as it stands, in the order they are shown. */
  ReadOnlyObjectProperty<List<ParameterState>> states() {
    return states.getReadOnlyProperty();
  }

  /** Whom the change will reach. */
  ObjectProperty<Target> target() {
    return target;
  }

  Terms terms() {
    return terms;
  }

  /** Every step that led here. */
  Edits edits() {
    return draft.edits();
  }

  /** The parameters that are to change. */
  List<ParameterState> pending() {
    return states.get().stream().filter(ParameterState::edited).toList();
  }

  /** What keeps it from being applied; empty when nothing does. */
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
    return terms.obstacle();
  }

  String readOnly() {
    return readOnly;
  }

  /** Wants another value; the one in force when it is that. */
  void edit(String key, String text) {
    known
        .get()
        .parameter(key)
        .filter(_ -> readOnly.isEmpty())
        .ifPresent(parameter -> edit(parameter, parameter.normalised(text.strip())));
  }

  /** Wants the default. */
  void toDefault(String key) {
    known.get().parameter(key).ifPresent(found -> edit(key, found.defaultValue()));
  }

  private void edit(TuningParameter parameter, String value) {
    draft.want(
        parameter, value, known.get().inForce(target.get()).getOrDefault(parameter.key(), ""));
    update();
  }

  /** Wants what is in force. */
  void drop(String key) {
    draft.drop(key);
    update();
  }

  /** Wants a set of values and nothing else. What cannot be changed live is left out. */
  void load(String from, Map<String, String> values) {
    if (!readOnly.isEmpty()) {
      notice.set(Notice.of(Notice.Kind.WARNING, readOnly));
      return;
    }
    var changes = Draft.changes(states.get(), values);
    draft.replace(changes);
    if (!changes.isEmpty()) {
      terms.reason().set(from);
    }
    notice.set(
        changes.isEmpty()
            ? Notice.of(Notice.Kind.DONE, "%s: every value is in force already.".formatted(from))
            : null);
    update();
  }

  /** Wants a set of values of a target. */
  void load(Target of, String from, Map<String, String> values) {
    target.set(of);
    load(from, values);
  }

  /**
   * Lets go of all that is wanted.
   *
   * @param undo how it can be undone
   */
  void discard(Runnable undo) {
    var gone = pending().size();
    draft.replace(Map.of());
    notice.set(gone == 0 ? null : Notices.discarded(gone, undo));
    update();
  }

  /** The change, as it is sent: what shall be as it is beneath is not set there any more. */
  TuningChange change(String who) {
    var values = new TreeMap<String, String>();
    var unset = new TreeSet<String>();
    for (var state : pending()) {
      if (unsets(state)) {
        unset.add(state.key());
      } else {
        values.put(state.key(), state.value());
      }
    }
    return new TuningChange(
        target.get().scope(),
        values,
        unset,
        who,
        terms.reason().get().strip(),
        terms.revertAfter().orElse(null),
        draft.basis());
  }

  /** Whether a value is wanted that is there as soon as the target has none of its own. */
  boolean unsets(ParameterState state) {
    var to = target.get();
    var beneath = known.get().inherited(to).get(state.key());
    return beneath != null
        && known.get().sets(to, state.key())
        && Parameters.same(state.parameter(), state.value(), beneath);
  }

  /** The version of the target that the change insists on. */
  long basis() {
    return draft.basis();
  }

  /** The user has seen this version, and goes on from it. */
  void goOnFrom(long version) {
    draft.goOnFrom(version);
  }

  /** The cluster refuses these of the values, and no others. */
  void refused(List<TuningViolation> violations) {
    draft.refused(violations);
  }

  /** Lays it over what is in force now. */
  void update() {
    states.set(draft.over(known.get(), target.get()));
  }
}
