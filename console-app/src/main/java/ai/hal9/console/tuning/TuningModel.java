package ai.hal9.console.tuning;

import ai.hal9.console.ui.Background;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** A cluster's tuning, what the user wants of it instead, and the way from one to the other. */
final class TuningModel {

  private final ReadOnlyObjectWrapper<@Nullable Notice> notice = new ReadOnlyObjectWrapper<>();
  private final TuningWatch watch;
  private final Wanted wanted;
  private final Delivery delivery;
  private final Steps steps;

  /**
   * @param who makes the changes
   * @param readOnly why nothing may be changed; empty where it may
   */
  TuningModel(TuningDesk desk, Background background, String who, String readOnly) {
    watch = new TuningWatch(desk, background, this::news);
    wanted = new Wanted(watch.known()::get, readOnly, notice);
    delivery =
        new Delivery(new Sender(desk, background), who, watch, wanted, notice, this::discard);
    steps = new Steps(wanted.edits(), delivery::swap, this::stepped);
  }

  /** What the nodes say. */
  ReadOnlyObjectProperty<ClusterTuning> known() {
    return watch.known();
  }

  /** Every parameter as it stands, in the order they are shown. */
  ReadOnlyObjectProperty<List<ParameterState>> states() {
    return wanted.states();
  }

  /** Why nothing new is known, or of whom; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return watch.failure();
  }

  ReadOnlyObjectProperty<@Nullable Notice> notice() {
    return notice.getReadOnlyProperty();
  }

  /** Whether a change is on its way. */
  ReadOnlyBooleanProperty applying() {
    return delivery.applying();
  }

  /** Whom a change will reach. */
  ObjectProperty<Target> target() {
    return wanted.target();
  }

  /** Why the change is made. */
  StringProperty reason() {
    return wanted.terms().reason();
  }

  /** Whether the change reverts by itself. */
  BooleanProperty selfReverting() {
    return wanted.terms().selfReverting();
  }

  /** After how many minutes it does. */
  StringProperty revertMinutes() {
    return wanted.terms().revertMinutes();
  }

  /** Why nothing may be changed; empty where it may. */
  String readOnly() {
    return wanted.readOnly();
  }

  /** Tells of every change made here that came into force. */
  void onApplied(Consumer<Recorded> listener) {
    delivery.onApplied(listener);
  }

  /** Asks the cluster anew. */
  void refresh() {
    if (!delivery.applying().get()) {
      watch.want();
    }
  }

  /** Nobody looks any more. */
  void stop() {
    watch.stop();
  }

  /** The parameters that are to change. */
  List<ParameterState> pending() {
    return wanted.pending();
  }

  /** Whether a value is wanted that is there as soon as the target has none of its own. */
  boolean unsets(ParameterState state) {
    return wanted.unsets(state);
  }

  /** What keeps the pending values from being applied; empty when nothing does. */
  String obstacle() {
    return delivery.obstacle();
  }

  /** Wants another value; the one in force when it is that. */
  void edit(String key, String text) {
    wanted.edit(key, text);
  }

  /** Wants the default. */
  void toDefault(String key) {
    wanted.toDefault(key);
  }

  /** Wants what is in force. */
  void drop(String key) {
    wanted.drop(key);
  }

  /** Lets go of all that is wanted; it can be undone. */
  void discard() {
    wanted.discard(this::undo);
  }

  /** Wants a set of values and nothing else. What cannot be changed live is left out. */
  void load(String from, Map<String, String> values) {
    wanted.load(from, values);
  }

  /** Wants a target's values as they were after an earlier change. */
  void backTo(Target to, long version) {
    wanted.load(
        to,
        "Back to version %d of %s".formatted(version, to.words()),
        known().get().leadingBackTo(to, version));
  }

  /** Applies what is wanted. */
  void apply() {
    delivery.apply();
  }

  boolean canUndo() {
    return wanted.edits().lastDone().isPresent();
  }

  boolean canRedo() {
    return wanted.edits().lastUndone().isPresent();
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

  void dismiss() {
    notice.set(null);
  }

  void tell(Notice told) {
    notice.set(told);
  }

  private void stepped() {
    notice.set(null);
    wanted.update();
  }

  private void news() {
    wanted.update();
    delivery.compare();
  }
}
