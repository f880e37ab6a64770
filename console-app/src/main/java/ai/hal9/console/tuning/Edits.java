package ai.hal9.console.tuning;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * New values that are not applied yet, with every step that led here and can be taken back. Typing
 * on in one value is one step. What is applied becomes one step; the edits that led to it are no
 * longer steps of their own. What is edited while values are on their way to the cluster is kept,
 * whatever becomes of those.
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
    record Applied(Target target, Stand before, Stand after) implements Step {}
  }

  private Map<String, String> pending = Map.of();
  private final Deque<Step> done = new ArrayDeque<>();
  private final Deque<Step> undone = new ArrayDeque<>();

  /** The values on their way to the cluster, and the edits that led to them, the last first. */
  private Map<String, String> sent = Map.of();

  private final Deque<Step> leading = new ArrayDeque<>();

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

  /** The values are on their way: what led here cannot be taken back until there is an answer. */
  void sending() {
    sent = pending;
    leading.addAll(edited());
  }

  /** Whether a value of this key is on its way. */
  boolean onItsWay(String key) {
    return sent.containsKey(key);
  }

  /** What was sent did not come into force. */
  void notApplied() {
    var later = edited();
    while (!leading.isEmpty()) {
      done.push(leading.removeLast());
    }
    later.reversed().forEach(done::push);
    sent = Map.of();
  }

  /** What was sent is in force. */
  void applied(Target target, Stand before, Stand after) {
    leading.clear();
    undone.clear();
    var later = edited();
    done.push(new Step.Applied(target, before, after));
    for (var step : later.reversed()) {
      if (step instanceof Step.Edited(var key, var from, var to)) {
        push(new Step.Edited(key, without(sent, from), without(sent, to)));
      }
    }
    pending = without(sent, pending);
    sent = Map.of();
  }

  private static Map<String, String> without(Map<String, String> sent, Map<String, String> values) {
    var left = new TreeMap<>(values);
    left.entrySet().removeIf(entry -> Objects.equals(sent.get(entry.getKey()), entry.getValue()));
    return Map.copyOf(left);
  }

  /** Something beside what is pending is in force; to be undone after the edits are. */
  void appliedBeside(Target target, Stand before, Stand after) {
    undone.clear();
    pushBeneathEdits(new Step.Applied(target, before, after));
  }

  private void pushBeneathEdits(Step step) {
    var edited = edited();
    done.push(step);
    edited.reversed().forEach(done::push);
  }

  /** Takes the edits off, the last first. */
  private Deque<Step> edited() {
    var edited = new ArrayDeque<Step>();
    while (done.peek() instanceof Step.Edited) {
      edited.add(done.pop());
    }
    return edited;
  }

  Optional<Step> lastDone() {
    return Optional.ofNullable(done.peek());
  }

  Optional<Step> lastUndone() {
    return Optional.ofNullable(undone.peek());
  }

  /**
   * Takes a step back. The cluster's values are the caller's to take back.
   *
   * @param step the one done last, when taking it back began
   */
  void undo(Step step) {
    if (Objects.equals(done.peek(), step)) {
      undone.push(step);
    }
    forget(step);
    if (step instanceof Step.Edited edited) {
      pending = edited.before();
    }
  }

  /**
   * Takes a step again. The cluster's values are the caller's to set.
   *
   * @param step the one undone last, when taking it again began
   */
  void redo(Step step) {
    forgetUndone(step);
    if (step instanceof Step.Edited edited) {
      done.push(step);
      pending = edited.after();
    } else {
      pushBeneathEdits(step);
    }
  }

  /** Forgets a step: it can no longer be undone. */
  void forget(Step step) {
    done.removeFirstOccurrence(step);
  }

  /** Forgets a step undone. */
  void forgetUndone(Step step) {
    undone.removeFirstOccurrence(step);
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
    push(new Step.Edited(key, before, pending));
  }

  private void push(Step.Edited step) {
    if (!step.before().equals(step.after())) {
      done.push(step);
    }
  }
}
