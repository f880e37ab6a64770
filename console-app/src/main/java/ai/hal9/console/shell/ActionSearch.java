package ai.hal9.console.shell;

import ai.hal9.console.ui.Action;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds actions by some of their letters, in order; the closest first. */
final class ActionSearch {

  private static final int NONE = Integer.MAX_VALUE;

  private ActionSearch() {}

  static List<Action> find(List<Action> actions, String typed) {
    var wanted = typed.strip().toLowerCase(Locale.ROOT);
    return actions.stream()
        .filter(action -> distance(action.words(), wanted) != NONE)
        .sorted(Comparator.comparingInt(action -> distance(action.words(), wanted)))
        .toList();
  }

  /** How far apart the letters are: 0 at the beginning, less at the beginning of words. */
  static int distance(String words, String wanted) {
    var text = words.toLowerCase(Locale.ROOT);
    var whole = text.indexOf(wanted);
    if (whole >= 0) {
      return whole == 0 || text.charAt(whole - 1) == ' ' ? whole : 100 + whole;
    }
    var sum = 1_000;
    var from = 0;
    for (var i = 0; i < wanted.length(); i++) {
      var at = text.indexOf(wanted.charAt(i), from);
      if (at < 0) {
        return NONE;
      }
      sum += at - from;
      from = at + 1;
    }
    return sum;
  }
}
