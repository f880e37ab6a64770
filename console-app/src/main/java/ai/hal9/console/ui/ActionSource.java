package ai.hal9.console.ui;

import java.util.List;

/**
 * A view that offers actions while it is shown: to the command palette, and by their keys from
 * wherever the focus is.
 */
public interface ActionSource {

  List<Action> actions();

  /** Keys that parts of it take while they have the focus, beyond those of its actions. */
  default List<LocalKey> localKeys() {
    return List.of();
  }

  /** Takes one step back out of what is going on, for Esc; false where nothing is. */
  default boolean back() {
    return false;
  }
}
