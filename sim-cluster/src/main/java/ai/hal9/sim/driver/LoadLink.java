package ai.hal9.sim.driver;

import ai.hal9.sim.SimException;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.Jvm;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The owner's end of a load process. The process reads a pipe that this one holds open: its end is
 * this process's end, however that came.
 */
public final class LoadLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoadLink.class);
  private static final String MAIN = "ai.hal9.sim.driver.LoadProcess";

  private final Process process;
  private final Writer orders;
  private volatile boolean asked;

  private LoadLink(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a load process and tells it what to do.
   *
   * @param log where it writes what is no news
   * @param listener gets its news on a thread of this link, the last of them once
   * @throws SimException when the order's scenario is none, or no process can be started
   */
  public static LoadLink start(
      Installation installation, LoadOrder order, Path log, Consumer<LoadNews> listener) {
    if (!(ScenarioFiles.read(order.name(), order.scenario())
        instanceof ScenarioReading.Accepted(var scenario))) {
      throw new SimException(
          SimException.Code.CONFIGURATION, order.name() + " is no scenario as it stands");
    }
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      var link =
          new LoadLink(
              new ProcessBuilder(Jvm.generator(installation, MAIN))
                  .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                  .start());
      Thread.ofPlatform()
          .daemon()
          .name("load-news")
          .start(() -> link.read(line -> LoadLines.read(line, scenario), log, listener));
      link.write(SimJson.LINE.writeValueAsString(order));
      return link;
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.START_FAILED, "cannot start the load generator: " + e.getMessage(), e);
    }
  }

  /** Its process, for as long as it runs. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Holds so many requests per time unit until the schedule's end. */
  public void rate(long target) {
    order(LoadCommand.RATE, target);
  }

  /** Holds so many users until the schedule's end. */
  public void users(long target) {
    order(LoadCommand.USERS, target);
  }

  /** Goes back to where the schedule is by now. */
  public void follow() {
    order(LoadCommand.FOLLOW, 0);
  }

  /** Offers nothing more, awaits requests under way, and reports. */
  public void stop() {
    order(LoadCommand.STOP, 0);
  }

  /** Ends the load at once, and reports. */
  public void abort() {
    order(LoadCommand.ABORT, 0);
  }

  /** Ends the process at once; there is no report. */
  @Override
  public void close() {
    asked = true;
    process.destroyForcibly();
  }

  private void order(LoadCommand command, long target) {
    try {
      write(SimJson.LINE.writeValueAsString(new LoadCommand.Line(command, target)));
    } catch (IOException e) {
      // it has ended, and its last news say how
      LOG.debug("{} came too late", command, e);
    }
  }

  private synchronized void write(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
  }

  private interface Reading {
    LoadNews of(String line);
  }

  private void read(Reading reading, Path log, Consumer<LoadNews> listener) {
    LoadNews last = new LoadNews.Failed("the load generator ended without a report; see " + log);
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        var news = reading.of(line);
        if (news instanceof LoadNews.Progress || news instanceof LoadNews.Warned) {
          listener.accept(news);
        } else {
          last = news;
        }
      }
    } catch (IOException | JacksonException e) {
      LOG.warn("The load generator cannot be understood", e);
      process.destroyForcibly();
    }
    listener.accept(asked ? new LoadNews.Failed("it was ended without a report") : last);
  }
}
