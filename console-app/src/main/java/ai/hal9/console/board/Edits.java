package ai.hal9.console.board;

import ai.hal9.dashboards.model.Dashboard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one dashboard was before each edit, and after those that were undone. */
final class Edits {

  private final Deque<Dashboard> undone = new ArrayDeque<>();
  private final Deque<Dashboard> done = new ArrayDeque<>();

  /** It is about to change from this. */
  void edited(Dashboard before) {
    done.push(before);
    undone.clear();
  }

  /** What it was before the last edit; that edit can then be redone. */
  Optional<Dashboard> undo(Dashboard now) {
    return step(done.poll(), now, undone);
  }

  /** What it was before the last undo. */
  Optional<Dashboard> redo(Dashboard now) {
    return step(undone.poll(), now, done);
  }

  boolean canUndo() {
    return !done.isEmpty();
  }

  boolean canRedo() {
    return !undone.isEmpty();
  }

  private static Optional<Dashboard> step(
      @Nullable Dashboard to, Dashboard now, Deque<Dashboard> back) {
    if (to != null) {
      back.push(now);
    }
    return Optional.ofNullable(to);
  }
}
