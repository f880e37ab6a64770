package ai.hal9.console.ui;

import java.util.List;

/**
 * A view that offers actions while it is shown: to the command palette, and by their keys from
 * wherever the focus is.
 */
public interface ActionSource {

  List<Action> actions();

  /** Takes one step back out of what is going on, for Esc; false where nothing is. */
  default boolean back() {
    return false;
  }
}
