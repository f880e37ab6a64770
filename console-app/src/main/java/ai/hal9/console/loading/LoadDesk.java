package ai.hal9.console.loading;

import ai.hal9.console.runs.RunReportText;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunsException;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.source.Subscription;
import ai.hal9.sim.SimException;
import ai.hal9.sim.driver.LoadNews;
import ai.hal9.sim.driver.LoadOrder;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.Validity;
import ai.hal9.sim.scenario.ClosedModel;
import ai.hal9.sim.scenario.OpenModel;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioLibrary;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where load is ordered, steered and followed; what it did is kept in the end. Any thread may call,
 * and news carry no data: readers pull {@link #status}.
 */
public final class LoadDesk implements AutoCloseable {

  /** Players leave their games, the slower the tighter the cluster's rate limits are. */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(30);

  private final String cluster;
  private final ClusterAddress address;
  private final boolean local;
  private final HistoryStore history;
  private final Generator generator;
  private final RunStore runs;
  private final ScenarioLibrary library;
  private final InstantSource clock;
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
  private volatile LoadStatus status = LoadStatus.NONE;
  private @Nullable Run run;

  /** Completed when the last run has ended and its report is kept. */
  private volatile CompletableFuture<@Nullable Void> over = CompletableFuture.completedFuture(null);

  /** What belongs to the run under way. */
  private record Run(
      Scenario scenario, ClientSource source, StageMarks marks, Generator.Running generator) {}

  /**
   * What load goes to.
   *
   * @param cluster what the user knows it by
   * @param local whether it is on this machine; no load is sent elsewhere
   * @param history takes what the client sees
   */
  public record Aim(String cluster, ClusterAddress address, boolean local, HistoryStore history) {}

  /**
   * @param runs keeps what has ended; stays open when this is closed
   */
  public LoadDesk(
      Aim aim, Generator generator, RunStore runs, ScenarioLibrary library, InstantSource clock) {
    this.cluster = aim.cluster();
    this.address = aim.address();
    this.local = aim.local();
    this.history = aim.history();
    this.generator = generator;
    this.runs = runs;
    this.library = library;
    this.clock = clock;
  }

  /** Whether load may be sent: only to a cluster of this machine. */
  public boolean allowed() {
    return local;
  }

  /** What the user knows the cluster by. */
  public String cluster() {
    return cluster;
  }

  public LoadStatus status() {
    return status;
  }

  /** The scenarios there are. */
  public ScenarioLibrary library() {
    return library;
  }

  /** The runs that were kept. */
  public RunStore runs() {
    return runs;
  }

  /** Is told, on any thread, when there is something new. */
  public Subscription onNews(Runnable news) {
    readers.add(news);
    return () -> readers.remove(news);
  }

  /**
   * Starts a run; takes as long as a process takes to start.
   *
   * @param name the scenario's name unless its text gives one
   * @param text YAML
   * @throws SimException when load may not be sent there, one runs already, the text is no
   *     scenario, or the generator cannot be started
   */
  public void start(String name, String text) {
    start(name, text, _ -> {});
  }

  /**
   * Starts a run that somebody follows; else like {@link #start(String, String)}.
   *
   * @param follower gets its news, each before this takes it
   */
  public synchronized void start(String name, String text, Consumer<LoadNews> follower) {
    if (!local) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "This cluster is not on this machine, so no load is sent to it.");
    }
    if (run != null) {
      throw new SimException(
          SimException.Code.ALREADY_RUNNING, "A load runs already. Stop it first.");
    }
    if (!(ScenarioFiles.read(name, text) instanceof ScenarioReading.Accepted(var scenario))) {
      throw new SimException(
          SimException.Code.CONFIGURATION, name + " has errors. Correct them, then start it.");
    }
    var now = clock.instant();
    over = new CompletableFuture<>();
    set(LoadStatus.begun(scenario, now));
    try {
      var order = new LoadOrder(cluster, address.url(), address.token(), name, text);
      var started = generator.start(order, follower.andThen(this::heard));
      run =
          new Run(
              scenario,
              new ClientSource(cluster, now),
              new StageMarks(scenario, now, history::noticed),
              started);
    } catch (SimException e) {
      end(LoadStatus.Phase.FAILED, OptionalLong.empty(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /**
   * Leaves the schedule's course: holds this load until the schedule's end. Without effect when
   * none is being sent.
   *
   * @param target requests per time unit or users; not negative, and limited to {@link #most}
   */
  public synchronized void steer(long target) {
    var running = run;
    if (running == null || !status.phase().sending()) {
      return;
    }
    var held = Math.clamp(target, 0, most(running.scenario));
    switch (running.scenario.executor()) {
      case OpenModel _ -> running.generator.rate(held);
      case ClosedModel _ -> running.generator.users(held);
    }
    running.marks.steered(held, clock.instant());
    set(status.steered(OptionalLong.of(held)));
  }

  /** Goes back to where the schedule is by now. Without effect when it is followed. */
  public synchronized void follow() {
    var running = run;
    if (running == null || !status.phase().sending() || status.steered().isEmpty()) {
      return;
    }
    running.generator.follow();
    running.marks.followed(clock.instant());
    set(status.steered(OptionalLong.empty()));
  }

  /** The highest load a scenario's run can be steered to. */
  public static long most(Scenario scenario) {
    var peak = scenario.executor().peak();
    return switch (scenario.executor()) {
      // a player who is two users would act twice in a round
      case ClosedModel _ when scenario.games().played() -> scenario.games().seats();
      case ClosedModel _ -> peak + LoadRun.SPARE_USERS;
      case OpenModel _ -> Math.max(10 * peak, 1_000);
    };
  }

  /** Offers nothing more; requests under way are awaited. */
  public synchronized void stop() {
    if (run != null) {
      run.generator.stop();
    }
  }

  /** Ends the load at once; requests under way count as interrupted. */
  public synchronized void abort() {
    if (run != null) {
      run.generator.abort();
    }
  }

  private void heard(LoadNews news) {
    switch (news) {
      case LoadNews.Progress progress -> took(progress);
      case LoadNews.Warned(var words) -> warned(sentence(words));
      case LoadNews.Ended(var report, var page, _) -> keep(new RunReportText(report, page));
      case LoadNews.Failed(var why) ->
          end(LoadStatus.Phase.FAILED, OptionalLong.empty(), sentence(why));
    }
  }

  private synchronized void warned(String words) {
    if (run != null) {
      set(status.warned(words));
    }
  }

  private synchronized void took(LoadNews.Progress progress) {
    var running = run;
    if (running == null) {
      return;
    }
    history.heard(ClientSource.NAME, running.source.frame(progress));
    var interval = progress.interval();
    var end = interval.offset().plus(interval.length());
    running.marks.passed(interval.phase(), end, progress.at());
    set(status.after(progress));
  }

  private void keep(RunReportText report) {
    try {
      end(LoadStatus.Phase.ENDED, OptionalLong.of(runs.add(report)), status.words());
    } catch (RunsException e) {
      var words = e.getMessage();
      try {
        words += " The report is kept in %s until then.".formatted(runs.setAside(report));
      } catch (RunsException lost) {
        words += " " + lost.getMessage();
      }
      end(LoadStatus.Phase.ENDED, OptionalLong.empty(), words);
    }
  }

  private synchronized void end(LoadStatus.Phase phase, OptionalLong kept, String words) {
    var running = run;
    if (running != null && status.last().isPresent()) {
      running.marks.ended(status.heardAt());
    }
    run = null;
    set(status.ended(phase, kept, words));
    over.complete(null);
  }

  private static String sentence(String why) {
    return why.isEmpty() ? why : Character.toUpperCase(why.charAt(0)) + why.substring(1);
  }

  private void set(LoadStatus now) {
    status = now;
    readers.forEach(Runnable::run);
  }

  /** Whether the generator keeps up, as far as it can tell now. */
  public static boolean keepsUp(LoadStatus status) {
    return status.check().map(check -> check.validity() instanceof Validity.Valid).orElse(true);
  }

  /** Ends a run under way at once, and waits a moment for its report to be kept. */
  @Override
  public void close() {
    close(LONGEST_FAREWELL);
  }

  /**
   * Ends a run under way at once.
   *
   * @param patience how long its report is waited for; without one it is not kept
   */
  public void close(Duration patience) {
    abort();
    try {
      over.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // it goes without
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    synchronized (this) {
      if (run != null) {
        run.generator.close();
      }
    }
  }
}
