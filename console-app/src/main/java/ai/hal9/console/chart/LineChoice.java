package ai.hal9.console.chart;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which lines the legend shows: all; or after a click one alone; or after Ctrl-clicks some.
 * Choosing the only one shown again shows all.
 */
final class LineChoice {

  private final Set<String> chosen = new TreeSet<>();

  boolean shows(Line line) {
    return shows(line.id());
  }

  boolean shows(String id) {
    return chosen.isEmpty() || chosen.contains(id);
  }

  /** Shows this line alone; all again when it was alone. */
  void isolate(String id) {
    var alone = chosen.equals(Set.of(id));
    chosen.clear();
    if (!alone) {
      chosen.add(id);
    }
  }

  /**
   * Adds a line to those shown, or takes it away.
   *
   * @param all every line's id
   */
  void toggle(String id, List<String> all) {
    if (chosen.isEmpty()) {
      chosen.add(id);
    } else if (!chosen.remove(id)) {
      chosen.add(id);
    }
    if (chosen.containsAll(all)) {
      chosen.clear();
    }
  }
}
