package ai.hal9.console.loading;

import ai.hal9.sim.driver.LoadLink;
import ai.hal9.sim.driver.LoadNews;
import ai.hal9.sim.driver.LoadOrder;
import ai.hal9.sim.process.Installation;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Starts what sends load. */
@FunctionalInterface
public interface Generator {

  /**
   * Starts a run.
   *
   * @param listener gets its news, the last of them once
   * @throws ai.hal9.sim.SimException when it cannot be started
   */
  Running start(LoadOrder order, Consumer<LoadNews> listener);

  /**
   * A process for each run, as long as this one lives.
   *
   * @param log where it writes what is no news
   */
  static Generator process(Path log) {
    return (order, listener) ->
        new ProcessRun(LoadLink.start(Installation.current(), order, log, listener));
  }

  /** A run under way. */
  interface Running extends AutoCloseable {

    /** Holds so many requests per time unit. */
    void rate(long target);

    /** Holds so many users. */
    void users(long target);

    /** Goes back to the schedule. */
    void follow();

    /** Offers nothing more, awaits requests under way, and reports. */
    void stop();

    /** Ends the load at once, and reports. */
    void abort();

    /** Ends at once without a report. */
    @Override
    void close();
  }
}
