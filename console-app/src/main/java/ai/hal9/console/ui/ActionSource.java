package ai.hal9.console.ui;

import java.util.List;

/** A view that offers actions to the command palette while it is shown. */
public interface ActionSource {

  List<Action> actions();
}
