package ai.hal9.sim.fault;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets faults happen, each to a cluster of its own under a steady load: calm, fault, recovery,
 * calm; then everything is stopped and started again, and every acknowledgement is looked for.
 */
public final class FaultRun {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration WRITING = Duration.ofSeconds(60);

  private final ClusterControl control;
  private final Function<String, ClusterSpec> shape;
  private final Pace pace;
  private final Consumer<String> progress;

  /**
   * @param control of a home that is nobody's
   * @param shape what a cluster of a name is like
   * @param progress told what happens
   */
  public FaultRun(
      ClusterControl control,
      Function<String, ClusterSpec> shape,
      Pace pace,
      Consumer<String> progress) {
    this.control = control;
    this.shape = shape;
    this.pace = pace;
    this.progress = progress;
  }

  /** Runs one; what goes wrong is in the outcome. */
  public FaultOutcome run(Fault fault, String durability) throws InterruptedException {
    var obstacle = fault.obstacle();
    if (obstacle.isPresent()) {
      return new FaultOutcome.LeftOut(fault.name(), fault.what(), durability, obstacle.get());
    }
    var spec =
        shape
            .apply(fault.name() + "-" + durability)
            .with(TuningCatalogue.DURABILITY.key(), durability);
    try (var site = Site.open(control, spec, pace, progress)) {
      fault.prepare(site);
      return measured(fault, durability, site);
    } catch (SimException | SQLException e) {
      if (e instanceof SimException known && known.code() == SimException.Code.INTERRUPTED) {
        throw known;
      }
      return new FaultOutcome.Broken(
          fault.name(), fault.what(), durability, String.valueOf(e.getMessage()));
    }
  }

  private FaultOutcome measured(Fault fault, String durability, Site site)
      throws InterruptedException, SQLException {
    var ledger = new Ledger();
    var prefix = fault.name() + "-";
    var primary = StoredSignals.primary(site.state());
    long begun;
    long ended;
    long finished;
    try (var feed = SignalFeed.start(site.state().url(), prefix, pace.rate(), ledger)) {
      progress.accept("%d signals a second".formatted(pace.rate()));
      Thread.sleep(pace.warmUp().plus(pace.calm()));
      progress.accept("now: " + fault.what());
      begun = feed.now();
      fault.strike(site);
      ended = feed.now();
      progress.accept("over after %.1f s".formatted((ended - begun) / 1e9));
      awaitRecovery(ledger, feed, ended);
      Thread.sleep(pace.calm());
      finished = feed.now();
    }
    var note = moved(primary, StoredSignals.primary(site.state()));
    site.restart(() -> {});
    awaitWritten(site);
    var course = new Course(ledger.entries(), pace.warmUp().toNanos(), begun, ended, finished);
    var recovery = Recovery.after(course.entries(), ended, finished);
    return new FaultOutcome.Measured(
        fault.name(),
        fault.what(),
        durability,
        Duration.ofNanos(ended - begun),
        recovery.isPresent()
            ? Optional.of(Duration.ofNanos(recovery.getAsLong()))
            : Optional.empty(),
        course.before(),
        course.during(),
        course.after(),
        Audit.of(course.entries(), site.stored().beginning(prefix)),
        note);
  }

  private void awaitRecovery(Ledger ledger, SignalFeed feed, long ended)
      throws InterruptedException {
    var end = ended + pace.patience().toNanos();
    while (Recovery.after(ledger.entries(), ended, feed.now()).isEmpty()) {
      if (feed.now() > end) {
        progress.accept("service is not back within " + pace.patience().toSeconds() + " s");
        return;
      }
      Thread.sleep(LOOK);
    }
    progress.accept("service is back");
  }

  /** What is queued counts once it is in PostgreSQL. */
  private void awaitWritten(Site site) throws InterruptedException {
    var end = System.nanoTime() + WRITING.toNanos();
    while (site.queued() > 0 && System.nanoTime() < end) {
      Thread.sleep(LOOK);
    }
  }

  private static String moved(ClusterState.Store before, ClusterState.Store after) {
    return before.port() == after.port() ? "" : "a standby of PostgreSQL was promoted";
  }
}
