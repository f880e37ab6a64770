package ai.hal9.console.ui;

/** A view with places that the command palette leads to from any screen. */
public interface Reachable {

  /** Goes there. */
  void reach(String place);
}
