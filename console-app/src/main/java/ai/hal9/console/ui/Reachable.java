package ai.hal9.console.ui;

/** A view with places that other screens and the command palette lead to. */
public interface Reachable {

  /** Goes there. */
  void reach(String place);
}
