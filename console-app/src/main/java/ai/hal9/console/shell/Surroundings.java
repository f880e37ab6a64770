package ai.hal9.console.shell;

import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What the window needs from around it.
 *
 * @param control starts and finds clusters of this machine
 * @param background where work goes on
 * @param clock tells the time
 * @param directory where the console keeps its settings and tokens
 * @param dashboards where the user's own dashboards are
 * @param place asks the user for files
 */
record Surroundings(
    ClusterControl control,
    Background background,
    Clock clock,
    Path directory,
    Path dashboards,
    FilePlace place) {

  /** With the dashboards among the settings. */
  Surroundings(
      ClusterControl control, Background background, Clock clock, Path directory, FilePlace place) {
    this(control, background, clock, directory, directory.resolve("dashboards"), place);
  }

  /** Asks for files. */
  @FunctionalInterface
  interface FilePlace {

    /**
     * Where the user wants it; empty when he wants it nowhere.
     *
     * @param directory where he is asked first
     */
    Optional<Path> ask(String suggested, Path directory);

    /**
     * Which file the user wants read; empty when he wants none.
     *
     * @param directory where he is asked first
     */
    default Optional<Path> existing(Path directory) {
      return Optional.empty();
    }
  }
}
