package ai.hal9.console.tuning;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * New values that are not applied yet, with every step that led here and can be taken back. Typing
 * on in one value is one step. What is applied becomes one step; the edits that led to it are no
 * longer steps of their own.
 */
final class Edits {

  /** Something that can be undone. */
  sealed interface Step {

    /**
     * The values typed in changed.
     *
     * @param key the one value edited; empty when several were at once
     */
    record Edited(String key, Map<String, String> before, Map<String, String> after)
        implements Step {}

    /** The cluster's values changed. */
    record Applied(Target target, Map<String, String> before, Map<String, String> after)
        implements Step {}
  }

  private Map<String, String> pending = Map.of();
  private final Deque<Step> done = new ArrayDeque<>();
  private final Deque<Step> undone = new ArrayDeque<>();

  /** The new values, by key. */
  Map<String, String> pending() {
    return pending;
  }

  /** Sets one value. */
  void set(String key, String value) {
    var next = new TreeMap<>(pending);
    next.put(key, value);
    become(key, next);
  }

  /** Lets go of one value. */
  void drop(String key) {
    var next = new TreeMap<>(pending);
    next.remove(key);
    become(key, next);
  }

  /** Has these values and no others. */
  void replace(Map<String, String> values) {
    become("", values);
  }

  /** What was pending is in force. */
  void applied(Target target, Map<String, String> before, Map<String, String> after) {
    pending = Map.of();
    done.removeIf(Step.Edited.class::isInstance);
    undone.clear();
    done.push(new Step.Applied(target, before, after));
  }

  /** Something beside what is pending is in force; to be undone after the edits are. */
  void appliedBeside(Target target, Map<String, String> before, Map<String, String> after) {
    var edited = new ArrayDeque<Step>();
    while (done.peek() instanceof Step.Edited) {
      edited.push(done.pop());
    }
    undone.clear();
    done.push(new Step.Applied(target, before, after));
    edited.forEach(done::push);
  }

  Optional<Step> lastDone() {
    return Optional.ofNullable(done.peek());
  }

  Optional<Step> lastUndone() {
    return Optional.ofNullable(undone.peek());
  }

  /** Takes the last step back. The cluster's values are the caller's to take back. */
  void undo() {
    var step = done.pop();
    undone.push(step);
    if (step instanceof Step.Edited edited) {
      pending = edited.before();
    }
  }

  /** Takes the step undone last again. The cluster's values are the caller's to set. */
  void redo() {
    var step = undone.pop();
    done.push(step);
    if (step instanceof Step.Edited edited) {
      pending = edited.after();
    }
  }

  /** Forgets the last step: it can no longer be undone. */
  void forget() {
    done.pop();
  }

  /** Forgets the step undone last. */
  void forgetUndone() {
    undone.pop();
  }

  private void become(String key, Map<String, String> next) {
    if (next.equals(pending)) {
      return;
    }
    var before = pending;
    if (!key.isEmpty()
        && undone.isEmpty()
        && done.peek() instanceof Step.Edited last
        && last.key().equals(key)) {
      done.pop();
      before = last.before();
    }
    pending = Map.copyOf(next);
    undone.clear();
    if (!before.equals(pending)) {
      done.push(new Step.Edited(key, before, pending));
    }
  }
}
