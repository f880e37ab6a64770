package ai.hal9.sim.fault;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.sim.SimException;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets faults happen, each to a cluster of its own under a steady load, with games that are played
 * beside it: calm, fault, recovery, calm; then everything is stopped and started again, and every
 * acknowledgement is looked for.
 */
public final class FaultRun {

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

  /**
   * Runs one; what goes wrong is in the outcome. What the cluster has stored and logged is kept
   * where something is lost or doubled, or the fault could not be carried through.
   *
   * @throws SimException when it is interrupted while something starts
   */
  public FaultOutcome run(Fault fault, Durability durability) throws InterruptedException {
    var obstacle = fault.obstacle();
    if (obstacle.isPresent()) {
      return new FaultOutcome.LeftOut(fault.name(), fault.what(), durability, obstacle.get());
    }
    var name = fault.name() + "-" + durability.value();
    var spec =
        fault.shape(shape.apply(name)).with(TuningCatalogue.DURABILITY.key(), durability.value());
    FaultOutcome.Measured measured;
    try (var site = Site.open(control, spec, pace, progress)) {
      fault.prepare(site);
      measured = measured(fault, durability, site);
    } catch (SimException | SQLException e) {
      if (e instanceof SimException known && known.code() == SimException.Code.INTERRUPTED) {
        throw known;
      }
      var reason = String.valueOf(e.getMessage());
      return new FaultOutcome.BrokenOff(fault.name(), fault.what(), durability, reason);
    }
    if (measured.kept()) {
      Site.forget(control.directory(name));
    }
    return measured;
  }

  private FaultOutcome.Measured measured(Fault fault, Durability durability, Site site)
      throws InterruptedException, SQLException {
    var ledger = new Ledger();
    var prefix = fault.name() + "-";
    var before = site.state();
    long begun;
    long ended;
    long finished;
    GamePlay games;
    try (var play = GamePlay.begin(before.url());
        var feed = SignalFeed.start(before.url(), prefix, pace.rate(), ledger)) {
      games = play;
      progress.accept("%d signals a second".formatted(pace.rate()));
      feed.pass(pace.warmUp().plus(pace.calm()));
      progress.accept("now: " + fault.what());
      begun = feed.now();
      fault.strike(site, feed);
      ended = feed.now();
      progress.accept("over after %.1f s".formatted((ended - begun) / 1e9));
      await(site, "service", () -> isBack(feed, ledger, ended));
      await(site, "everything", () -> site.state().state() == ClusterState.Phase.READY);
      feed.pass(pace.calm());
      finished = feed.now();
    }
    var moved = moved(before, site.state());
    site.restart(() -> {});
    // what is queued is looked for once it is in PostgreSQL
    site.await(() -> site.queued() == 0);
    var stored = site.stored().beginningByShard(prefix);
    var course = new Course(ledger.entries(), pace.warmUp().toNanos(), begun, ended, finished);
    return new FaultOutcome.Measured(
        fault.name(),
        fault.what(),
        durability,
        Duration.ofNanos(ended - begun),
        course.recovery(),
        course.whole(),
        course.before(),
        course.during(),
        course.after(),
        Audit.of(course.entries(), stored.stream().flatMap(List::stream).toList()),
        audit(games, site),
        Stream.concat(moved, spread(stored)).collect(Collectors.joining("; ")));
  }

  private static GameAudit audit(GamePlay games, Site site) throws SQLException {
    try (var connection = site.stored().connect()) {
      var rows = GameRows.of(games.games(), connection);
      return GameAudit.of(games.acknowledged(), rows.moves(), rows.scores());
    }
  }

  private static boolean isBack(SignalFeed feed, Ledger ledger, long ended) {
    // asked before the ledger is read, which then holds all that is known
    var known = feed.known();
    return Recovery.after(ledger.entries(), ended, known).isPresent();
  }

  private void await(Site site, String what, Site.Condition back) throws InterruptedException {
    progress.accept(
        site.await(back)
            ? what + " is back"
            : "%s is not back within %d s".formatted(what, pace.patience().toSeconds()));
  }

  private static Stream<String> moved(ClusterState before, ClusterState after) {
    return Arrays.stream(StoreRole.values())
        .filter(role -> role.in(before).isPresent())
        .flatMap(role -> moved(role, role.of(before), role.of(after)).stream());
  }

  private static Optional<String> moved(
      StoreRole role, ClusterState.Store before, ClusterState.Store after) {
    if (before.port() != after.port()) {
      return Optional.of("another server took the place of " + role.label());
    }
    return before.pid() == after.pid()
        ? Optional.empty()
        : Optional.of(role.label() + " was started again where it was");
  }

  /** How the rows lie on the shards, where there are several. */
  private static Stream<String> spread(List<List<Audit.Row>> stored) {
    return stored.size() == 1
        ? Stream.empty()
        : Stream.of(
            "rows of each shard: "
                + stored.stream()
                    .map(rows -> Quantity.exact(rows.size()))
                    .collect(Collectors.joining(", ")));
  }
}
