package ai.hal9.console.shell;

import ai.hal9.console.events.EventsView;
import ai.hal9.console.latency.LatencyView;
import ai.hal9.console.node.NodeView;
import ai.hal9.console.overview.OverviewView;
import java.util.List;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** All screens, in the order of the navigation and of Ctrl+1, Ctrl+2 and so on. */
final class Screens {

  private static final String NODE = "node:";

  static final List<Screen> ALL =
      List.of(
          new Screen(
              "overview",
              "Overview",
              Material2OutlinedAL.DASHBOARD,
              "Whether the cluster is well. Each tile stands against its target; the charts below"
                  + " say since when, the table at the end says which node.",
              OverviewView::new),
          new Screen(
              "latency",
              "Latency",
              Material2OutlinedMZ.TIMELINE,
              "How slow, how often, on which node and in which stage. Choose whose latency and at"
                  + " which percentile; drag on a chart to look closer at a moment, on all of them.",
              LatencyView::new),
          new Screen(
              "events",
              "Events",
              Material2OutlinedAL.EVENT_NOTE,
              "Everything that happened: tuning, nodes that come and go, breakers, load stages."
                  + " Choosing one moves all charts to its moment; Esc goes back.",
              EventsView::new));

  private Screens() {}

  /** The page of one node, which has no entry in the navigation. */
  static String node(String name) {
    return NODE + name;
  }

  /** Whether a screen is one node's page. */
  static boolean isNode(String id) {
    return id.startsWith(NODE);
  }

  /** The one of this id; the first where there is none. */
  static Screen of(String id) {
    if (isNode(id)) {
      var name = id.substring(NODE.length());
      return new Screen(
          id,
          name,
          Material2OutlinedMZ.STORAGE,
          "One node: who it is, how it does, beside the cluster's value, and what happened to it.",
          place -> new NodeView(place, name));
    }
    return ALL.stream().filter(screen -> screen.id().equals(id)).findFirst().orElse(ALL.getFirst());
  }
}
