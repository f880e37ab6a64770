package ai.hal9.console.shell;

import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The views on screen now. What is not among them is hidden, and nothing runs for it. */
final class ShownViews {

  private final List<View> views = new ArrayList<>();

  /** One more; told that it is on screen. */
  void show(View view) {
    views.add(view);
    view.show();
  }

  boolean contains(View view) {
    return views.contains(view);
  }

  /** Hides some of them. */
  void hideIf(Predicate<View> gone) {
    views.stream().filter(gone).forEach(View::hide);
    views.removeIf(gone);
  }

  void hideAll() {
    hideIf(_ -> true);
  }

  /** Those that offer something to do. */
  List<ActionSource> sources() {
    return views.stream()
        .filter(ActionSource.class::isInstance)
        .map(ActionSource.class::cast)
        .toList();
  }
}
