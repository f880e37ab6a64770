package ai.hal9.console.shell;

import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.View;
import java.util.Map;
import java.util.function.Function;
import org.kordamp.ikonli.Ikon;

/**
 * A screen of a connected cluster.
 *
 * @param id stable; remembered as the screen last seen
 * @param title as in the navigation
 * @param about what it is for, in a sentence or two, for F1
 * @param places what the command palette leads to in it from any screen: words, by what its view is
 *     told to reach; in their order
 * @param build makes it, once for each cluster connected to
 */
record Screen(
    String id,
    String title,
    Ikon icon,
    String about,
    Map<String, String> places,
    Function<Workplace, View> build) {

  /** One without places. */
  Screen(String id, String title, Ikon icon, String about, Function<Workplace, View> build) {
    this(id, title, icon, about, Map.of(), build);
  }
}
