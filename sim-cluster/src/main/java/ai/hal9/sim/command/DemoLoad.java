package ai.hal9.sim.command;

import ai.hal9.sim.driver.LoadNews;
import java.util.Optional;

/** The load of a demo, for the window that orders it. */
public interface DemoLoad {

  /** The scenario's name. */
  String name();

  /** The scenario, as YAML. */
  String scenario();

  /**
   * Takes the news of it, in order; the last of them is shown in the terminal and written down.
   *
   * @return what came of it, with the last; empty before
   */
  Optional<End> heard(LoadNews news);

  /**
   * What came of a demo's load.
   *
   * @param good whether it was measured and no threshold was missed
   * @param title in a few words
   * @param words its figures and where its report lies, or why there is none
   */
  record End(boolean good, String title, String words) {}
}
