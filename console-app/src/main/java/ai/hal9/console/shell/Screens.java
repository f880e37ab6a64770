package ai.hal9.console.shell;

import ai.hal9.console.board.BoardView;
import ai.hal9.console.board.Boards;
import ai.hal9.console.node.NodeView;
import ai.hal9.console.shell.Screen.Group;
import ai.hal9.dashboards.catalog.BundledDashboards;
import ai.hal9.dashboards.catalog.DashboardEntry;
import ai.hal9.dashboards.model.DashboardReading.Accepted;
import ai.hal9.dashboards.model.DashboardReading.Rejected;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** All screens, in the order of the navigation and of Ctrl+1, Ctrl+2 and so on. */
final class Screens {

  /** Before the name of a user's dashboard: it may be called like a screen. */
  private static final String OWN = "own-";

  private static final String NODE = "node:";

  private final Boards boards;

  Screens(Boards boards) {
    this.boards = boards;
  }

  Boards boards() {
    return boards;
  }

  /** As things stand: those of the product, then the user's own. */
  List<Screen> all() {
    return Stream.concat(ProductScreens.ALL.stream(), boards.entries().stream().flatMap(this::own))
        .sorted(Comparator.comparing(Screen::group))
        .toList();
  }

  private Stream<Screen> own(DashboardEntry entry) {
    if (BundledDashboards.names().contains(entry.name())) {
      return Stream.empty();
    }
    var name = entry.name();
    return Stream.of(
        switch (entry.reading()) {
          case Accepted(var dashboard) ->
              own(name, dashboard.title(), Material2OutlinedAL.INSERT_CHART_OUTLINED);
          case Rejected _ -> own(name, name, Material2OutlinedMZ.WARNING);
        });
  }

  private Screen own(String name, String title, Ikon icon) {
    return new Screen(
        OWN + name,
        title,
        icon,
        "A dashboard of your own, from %s. It changes as soon as the file is saved."
            .formatted(boards.file(name)),
        Group.OWN,
        (place, screens) -> new BoardView(place, screens.boards, name, screens::has));
  }

  /** Whether there is a screen of this id. */
  boolean has(String id) {
    return all().stream().anyMatch(screen -> screen.id().equals(id));
  }

  /** The page of one node, which has no entry in the navigation. */
  static String node(String name) {
    return NODE + name;
  }

  /** Whether a screen is one node's page. */
  static boolean isNode(String id) {
    return id.startsWith(NODE);
  }

  /** The one of this id; the first where there is none. */
  Screen of(String id) {
    if (isNode(id)) {
      var name = id.substring(NODE.length());
      return new Screen(
          id,
          name,
          Material2OutlinedMZ.STORAGE,
          "One node: who it is, how it does, beside the cluster's value, and what happened to it.",
          (place, _) -> new NodeView(place, name));
    }
    var all = all();
    return all.stream().filter(screen -> screen.id().equals(id)).findFirst().orElse(all.getFirst());
  }
}
