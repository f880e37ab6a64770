package ai.hal9.console.shell;

import ai.hal9.console.history.RunsView;
import ai.hal9.console.load.LoadView;
import ai.hal9.console.overview.OverviewView;
import ai.hal9.console.tuning.TuningView;
import java.util.List;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** All screens, in the order of the navigation and of Ctrl+1, Ctrl+2 and so on. */
final class Screens {

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
              "tuning",
              "Tuning",
              Material2OutlinedMZ.TUNE,
              "Every parameter with what it trades. Edit several, look at the difference, apply it to"
                  + " all nodes or one; then see what it did, and take it back if it did no good.",
              TuningView.places(),
              TuningView::new),
          new Screen(
              "load",
              "Load",
              Material2OutlinedMZ.SPEED,
              "Choose or write a scenario, as form or text, and send it to the cluster. While it runs,"
                  + " see what the client sees beside what the nodes say, and steer it.",
              LoadView::new),
          new Screen(
              "runs",
              "Past runs",
              Material2OutlinedAL.HISTORY,
              "Every run of load that was kept, with its figures. Open one, or choose several and"
                  + " compare them on one page.",
              RunsView::new));

  private Screens() {}

  /** The one of this id; the first where there is none. */
  static Screen of(String id) {
    return ALL.stream().filter(screen -> screen.id().equals(id)).findFirst().orElse(ALL.getFirst());
  }
}
