package ai.hal9.console.tuning;

import java.util.Map;

/**
 * The way back, and forth again. An edit is taken back here; a change in force by another change,
 * and only while nobody has changed the same since.
 */
final class Steps {

  private final Edits edits;
  private final Swap swap;
  private final Runnable edited;

  /** Sets values in place of others, only while those are in force. */
  @FunctionalInterface
  interface Swap {

    /**
     * Swaps them.
     *
     * @param from what must be in force
     * @param wanted what shall be
     * @param why what it is called in the history
     * @param then called when it is in force
     * @param pointless called when nothing is left to do, or it can no longer be done
     */
    void of(
        Target to,
        Map<String, String> from,
        Map<String, String> wanted,
        String why,
        Runnable then,
        Runnable pointless);
  }

  /**
   * @param edited told when edits were taken back or made again
   */
  Steps(Edits edits, Swap swap, Runnable edited) {
    this.edits = edits;
    this.swap = swap;
    this.edited = edited;
  }

  void undo() {
    switch (edits.lastDone().orElse(null)) {
      case null -> {}
      case Edits.Step.Edited step -> {
        edits.undo(step);
        edited.run();
      }
      case Edits.Step.Applied step ->
          swap.of(
              step.target(),
              step.after(),
              step.before(),
              "Undo",
              () -> edits.undo(step),
              () -> edits.forget(step));
    }
  }

  void redo() {
    switch (edits.lastUndone().orElse(null)) {
      case null -> {}
      case Edits.Step.Edited step -> {
        edits.redo(step);
        edited.run();
      }
      case Edits.Step.Applied step ->
          swap.of(
              step.target(),
              step.before(),
              step.after(),
              "Redo",
              () -> edits.redo(step),
              () -> edits.forgetUndone(step));
    }
  }

  /** Puts back at once what a change replaced. */
  void revert(Recorded change) {
    var old = change.version().before();
    var gone = change.version().after();
    swap.of(
        change.target(),
        gone,
        old,
        "Revert of version " + change.version().version(),
        () -> edits.appliedBeside(change.target(), gone, old),
        () -> {});
  }

  /** Makes a change stay that would revert by itself. */
  void keep(Recorded change) {
    var version = change.version();
    swap.of(
        change.target(),
        version.after(),
        version.after(),
        "Keep version " + version.version(),
        () -> {},
        () -> {});
  }
}
