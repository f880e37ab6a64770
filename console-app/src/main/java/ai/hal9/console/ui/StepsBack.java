package ai.hal9.console.ui;

/** A view in which something can be open that Esc closes. */
public interface StepsBack {

  /**
   * Closes what was opened last.
   *
   * @return false when nothing is open
   */
  boolean stepBack();
}
