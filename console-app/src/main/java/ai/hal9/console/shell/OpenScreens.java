package ai.hal9.console.shell;

import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.View;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The screens opened so far on one cluster. One comes back as it was left; of those that hold
 * nothing of the user's only the latest stay, since what is drawn on them fills memory although
 * nobody sees it.
 */
final class OpenScreens {

  private static final int AT_REST = 4;

  private final Screens known;

  /** The one opened longest ago first. */
  private final Map<String, View> views = new LinkedHashMap<>(16, 0.75f, true);

  OpenScreens(Screens known) {
    this.known = known;
  }

  /** A screen's view, made when it is opened first or after it was forgotten. */
  View open(Screen screen, Workplace place) {
    var view = views.computeIfAbsent(screen.id(), _ -> screen.build().apply(place, known));
    var resting =
        views.values().stream()
            .filter(other -> !other.equals(view) && other.replaceable())
            .toList();
    views.values().removeAll(resting.subList(0, Math.max(0, resting.size() - AT_REST)));
    return view;
  }

  /** The view of a screen that has been opened. */
  Optional<View> of(String id) {
    return Optional.ofNullable(views.get(id));
  }

  boolean contains(View view) {
    return views.containsValue(view);
  }

  /** Forgets the screens that are no more. */
  void removeIf(Predicate<String> gone) {
    views.keySet().removeIf(gone);
  }

  void clear() {
    views.clear();
  }
}
