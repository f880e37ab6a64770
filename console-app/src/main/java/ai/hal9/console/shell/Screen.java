package ai.hal9.console.shell;

import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.View;
import java.util.Map;
import java.util.function.BiFunction;
import org.kordamp.ikonli.Ikon;

/**
 * A screen of a connected cluster.
 *
 * @param id stable; remembered as the screen last seen
 * @param title as in the navigation
 * @param about what it is for, in a sentence or two, for F1
 * @param group under which heading the navigation has it
 * @param places what the command palette leads to in it from any screen: words, by what its view is
 *     told to reach; in their order
 * @param build makes it, once for each cluster connected to, among the screens it may lead to
 */
record Screen(
    String id,
    String title,
    Ikon icon,
    String about,
    Group group,
    Map<String, String> places,
    BiFunction<Workplace, Screens, View> build) {

  /** A screen at the top of the navigation, without places. */
  Screen(
      String id,
      String title,
      Ikon icon,
      String about,
      BiFunction<Workplace, Screens, View> build) {
    this(id, title, icon, about, Group.CLUSTER, Map.of(), build);
  }

  /** A screen without places. */
  Screen(
      String id,
      String title,
      Ikon icon,
      String about,
      Group group,
      BiFunction<Workplace, Screens, View> build) {
    this(id, title, icon, about, group, Map.of(), build);
  }

  /** Screens of one purpose, in the order of the navigation. */
  enum Group {
    /** The cluster as a whole; without a heading. */
    CLUSTER(""),
    EXPLORE("Explore"),
    OWN("Your dashboards");

    private final String words;

    Group(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
