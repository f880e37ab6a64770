package ai.hal9.console.tuning;

/**
 * The way back, and forth again. An edit is taken back here; a change in force by another change,
 * and only while nobody has changed the same since.
 */
final class Steps {

  private final Edits edits;
  private final Swap swap;
  private final Runnable edited;

  /** Has parameters stand otherwise, only while they stand as they did. */
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
    void of(Target to, Stand from, Stand wanted, String why, Runnable then, Runnable pointless);
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
    var old = Stand.before(change.version());
    var gone = Stand.after(change.version());
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
        Stand.after(version),
        Stand.after(version),
        "Keep version " + version.version(),
        () -> {},
        () -> {});
  }
}
