package ai.hal9.console.shell;

import ai.hal9.console.board.BoardView;
import ai.hal9.console.board.Boards;
import ai.hal9.console.events.EventsView;
import ai.hal9.console.history.RunsView;
import ai.hal9.console.latency.LatencyView;
import ai.hal9.console.load.LoadView;
import ai.hal9.console.node.NodeView;
import ai.hal9.console.overview.OverviewView;
import ai.hal9.console.shell.Screen.Group;
import ai.hal9.console.tuning.TuningView;
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
  private final List<Screen> brought;

  Screens(Boards boards) {
    this.boards = boards;
    brought =
        List.of(
            new Screen(
                "overview",
                "Overview",
                Material2OutlinedAL.DASHBOARD,
                "Whether the cluster is well. Each tile stands against its target; the charts"
                    + " below say since when, the table at the end says which node.",
                place -> new OverviewView(place, boards, this::has)),
            new Screen(
                "tuning",
                "Tuning",
                Material2OutlinedMZ.TUNE,
                "Every parameter with what it trades. Edit several, look at the difference, apply it"
                    + " to all nodes or one; then see what it did, and take it back if it did no"
                    + " good.",
                Group.CLUSTER,
                TuningView.places(),
                TuningView::new),
            new Screen(
                "load",
                "Load",
                Material2OutlinedMZ.SPEED,
                "Choose or write a scenario, as form or text, and send it to the cluster. While it"
                    + " runs, see what the client sees beside what the nodes say, and steer it.",
                LoadView::new),
            new Screen(
                "runs",
                "Past runs",
                Material2OutlinedAL.HISTORY,
                "Every run of load that was kept, with its figures. Open one, or choose several and"
                    + " compare them on one page.",
                RunsView::new),
            new Screen(
                "latency",
                "Latency",
                Material2OutlinedMZ.TIMELINE,
                "How slow, how often, on which node and in which stage. Choose whose latency and at"
                    + " which percentile; drag on a chart to look closer at a moment, on all of"
                    + " them.",
                Group.EXPLORE,
                LatencyView::new),
            new Screen(
                "events",
                "Events",
                Material2OutlinedAL.EVENT_NOTE,
                "Everything that happened: tuning, nodes that come and go, breakers, load stages."
                    + " Choosing one moves all charts to its moment; Esc goes back.",
                Group.EXPLORE,
                EventsView::new),
            board(
                "cache",
                "Cache",
                Material2OutlinedAL.CACHED,
                "Where answers come from: a node's own memory, Redis, or a request under way. Look"
                    + " here when the hit rate falls."),
            board(
                "pools",
                "Pools",
                Material2OutlinedAL.CALL_SPLIT,
                "What is limited, how much of it is in use, and who waits. A pool that is full"
                    + " while requests wait is the place to tune."),
            board(
                "pipeline",
                "Pipeline",
                Material2OutlinedAL.LINEAR_SCALE,
                "The way of a signal stage by stage: queues, batches, permits, circuit breakers and"
                    + " the language model. The highest line is where slow signals spend their"
                    + " time."),
            board(
                "queue",
                "Queue",
                Material2OutlinedAL.INBOX,
                "Signals of durability queued: how many wait in the durable Redis, for how long, who"
                    + " takes them, and what could not be stored."),
            board(
                "shards",
                "Shards",
                Material2OutlinedAL.ACCOUNT_TREE,
                "Where users' signals are kept: the slots, rows and connections of each shard, and"
                    + " which reads its standbys take off it."),
            board(
                "model",
                "Model and limits",
                Material2OutlinedMZ.PSYCHOLOGY,
                "The language model: calls, time, retries, tokens and cost against its ceilings; and"
                    + " what circuit breakers and rate limits hold back."),
            board(
                "stores",
                "Stores",
                Material2OutlinedMZ.STORAGE,
                "PostgreSQL, Redis and the balancer, as they say of themselves."),
            board(
                "sessions",
                "Sessions",
                Material2OutlinedMZ.VPN_KEY,
                "Who logs in and who is refused, the sessions alive in each region, and where"
                    + " tokens are looked up."),
            board(
                "games",
                "Games",
                Material2OutlinedMZ.VIDEOGAME_ASSET,
                "Games played, how fast actions are committed and rounds scored, and whether those"
                    + " who listen keep up."),
            board(
                "jvm",
                "JVM and machine",
                Material2OutlinedMZ.MEMORY,
                "What the nodes' processes take from the machine: processors, heap, garbage"
                    + " collection, threads."),
            board(
                "performance",
                "Performance",
                Material2OutlinedMZ.SPEED,
                "The key metrics of the performance tuning guide, against its service levels."));
  }

  private Screen board(String name, String title, Ikon icon, String about) {
    return new Screen(
        name,
        title,
        icon,
        about,
        Group.EXPLORE,
        place -> new BoardView(place, boards, name, this::has));
  }

  /** As things stand: those of the product, then the user's own. */
  List<Screen> all() {
    return Stream.concat(brought.stream(), boards.entries().stream().flatMap(this::own))
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
        place -> new BoardView(place, boards, name, this::has));
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
          place -> new NodeView(place, name));
    }
    var all = all();
    return all.stream().filter(screen -> screen.id().equals(id)).findFirst().orElse(all.getFirst());
  }
}
