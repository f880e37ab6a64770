package ai.hal9.console.shell;

import ai.hal9.console.board.BoardView;
import ai.hal9.console.cache.CacheView;
import ai.hal9.console.events.EventsView;
import ai.hal9.console.history.RunsView;
import ai.hal9.console.latency.LatencyView;
import ai.hal9.console.load.LoadView;
import ai.hal9.console.overview.OverviewView;
import ai.hal9.console.queue.QueueView;
import ai.hal9.console.shell.Screen.Group;
import ai.hal9.console.tuning.TuningView;
import java.util.List;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The screens that come with the console, in the order of the navigation. */
final class ProductScreens {

  static final List<Screen> ALL =
      List.of(
          new Screen(
              "overview",
              "Overview",
              Material2OutlinedAL.DASHBOARD,
              "Whether the cluster is well. Each tile stands against its target; the charts"
                  + " below say since when, the table at the end says which node.",
              (place, screens) -> new OverviewView(place, screens.boards(), screens::has)),
          new Screen(
              "tuning",
              "Tuning",
              Material2OutlinedMZ.TUNE,
              "Every parameter with what it trades. Edit several, look at the difference, apply it"
                  + " to all nodes or one; then see what it did, and take it back if it did no"
                  + " good.",
              Group.CLUSTER,
              TuningView.places(),
              (place, _) -> new TuningView(place)),
          new Screen(
              "load",
              "Load",
              Material2OutlinedMZ.SPEED,
              "Choose or write a scenario, as form or text, and send it to the cluster. While it"
                  + " runs, see what the client sees beside what the nodes say, and steer it.",
              (place, _) -> new LoadView(place)),
          new Screen(
              "runs",
              "Past runs",
              Material2OutlinedAL.HISTORY,
              "Every run of load that was kept, with its figures. Open one, or choose several and"
                  + " compare them on one page.",
              (place, _) -> new RunsView(place)),
          new Screen(
              "latency",
              "Latency",
              Material2OutlinedMZ.TIMELINE,
              "How slow, how often, on which node and in which stage. Choose whose latency and at"
                  + " which percentile; drag on a chart to look closer at a moment, on all of"
                  + " them.",
              Group.EXPLORE,
              (place, _) -> new LatencyView(place)),
          new Screen(
              "events",
              "Events",
              Material2OutlinedAL.EVENT_NOTE,
              "Everything that happened: tuning, nodes that come and go, breakers, load stages."
                  + " Choosing one moves all charts to its moment; Esc goes back.",
              Group.EXPLORE,
              (place, _) -> new EventsView(place)),
          new Screen(
              "cache",
              "Cache",
              Material2OutlinedAL.CACHED,
              "Where answers come from: a node's own memory, Redis, or a request under way. Look"
                  + " here when the hit rate falls, and have all nodes warm their caches.",
              Group.EXPLORE,
              (place, screens) -> new CacheView(place, screens.boards(), screens::has)),
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
          new Screen(
              "queue",
              "Queue",
              Material2OutlinedAL.INBOX,
              "Signals of durability queued: how many wait in the durable Redis, for how long, who"
                  + " takes them, and what could not be stored, with Redrive and Discard.",
              Group.EXPLORE,
              (place, screens) -> new QueueView(place, screens.boards(), screens::has)),
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
              Material2OutlinedAL.ASSESSMENT,
              "The key metrics of the performance tuning guide, against its service levels."));

  private ProductScreens() {}

  private static Screen board(String name, String title, Ikon icon, String about) {
    return new Screen(
        name,
        title,
        icon,
        about,
        Group.EXPLORE,
        (place, screens) -> new BoardView(place, screens.boards(), name, screens::has));
  }
}
