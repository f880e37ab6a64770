package ai.hal9.console.loading;

import ai.hal9.sim.driver.LoadNews;
import ai.hal9.sim.load.GeneratorCheck;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.scenario.ClosedModel;
import ai.hal9.sim.scenario.Executor;
import ai.hal9.sim.scenario.OpenModel;
import ai.hal9.sim.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the load stands.
 *
 * @param phase what goes on
 * @param scenario what is run, or was last; empty before the first run
 * @param heardAt when the newest interval ended; the run's order before the first
 * @param offset where it ended on the schedule, counted from the end of the warm-up
 * @param last the newest interval; empty before the first
 * @param counts of the measured part so far
 * @param thresholds how they stand; empty before the measured part
 * @param check the generator's of itself; empty before the measured part
 * @param steered the load held by hand; empty while the schedule is kept to
 * @param kept the run's id among those kept; empty until then
 * @param words what else the user should know; empty where nothing
 */
public record LoadStatus(
    Phase phase,
    Optional<Scenario> scenario,
    Instant heardAt,
    Duration offset,
    Optional<LoadInterval> last,
    LoadCounts counts,
    List<ThresholdVerdict> thresholds,
    Optional<GeneratorCheck> check,
    OptionalLong steered,
    OptionalLong kept,
    String words) {

  /** Nothing was run yet. */
  static final LoadStatus NONE =
      new LoadStatus(
          Phase.IDLE,
          Optional.empty(),
          Instant.EPOCH,
          Duration.ZERO,
          Optional.empty(),
          LoadCounts.NONE,
          List.of(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          "");

  public LoadStatus {
    thresholds = List.copyOf(thresholds);
  }

  /** A run is ordered. */
  static LoadStatus begun(Scenario scenario, Instant now) {
    return new LoadStatus(
        Phase.STARTING,
        Optional.of(scenario),
        now,
        scenario.warmUp().negated(),
        Optional.empty(),
        LoadCounts.NONE,
        List.of(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        "");
  }

  /** The user should know something of the run under way. */
  LoadStatus warned(String warning) {
    return new LoadStatus(
        phase, scenario, heardAt, offset, last, counts, thresholds, check, steered, kept, warning);
  }

  /** An interval more was heard. */
  LoadStatus after(LoadNews.Progress progress) {
    var interval = progress.interval();
    var end = interval.offset().plus(interval.length());
    return new LoadStatus(
        phase(interval.phase(), end),
        scenario,
        progress.at(),
        end,
        Optional.of(interval),
        interval.phase() == LoadPhase.WARM_UP ? counts : counts.plus(interval.counts()),
        progress.thresholds(),
        progress.check(),
        steered,
        kept,
        words);
  }

  private Phase phase(LoadPhase heard, Duration end) {
    var length = scenario.map(run -> run.executor().duration()).orElse(Duration.ZERO);
    return switch (heard) {
      case WARM_UP -> Phase.WARM_UP;
      case MEASURED -> end.compareTo(length) >= 0 ? Phase.ENDING : Phase.RUNNING;
      case DRAINING -> Phase.ENDING;
    };
  }

  /** The load is held by hand, or follows the schedule again. */
  LoadStatus steered(OptionalLong held) {
    return new LoadStatus(
        phase, scenario, heardAt, offset, last, counts, thresholds, check, held, kept, words);
  }

  /** It is over, one way or another. */
  LoadStatus ended(Phase how, OptionalLong id, String why) {
    return new LoadStatus(
        how, scenario, heardAt, offset, last, counts, thresholds, check, steered, id, why);
  }

  /** What goes on. */
  public enum Phase {
    /** Nothing yet. */
    IDLE("No load yet"),
    /** The generator starts and connects. */
    STARTING("Starting"),
    WARM_UP("Warming up"),
    RUNNING("Running"),
    /** Nothing more is offered; what is under way is awaited, and the nodes' last words. */
    ENDING("Ending"),
    ENDED("Ended"),
    /** There is no report; {@link LoadStatus#words} says why. */
    FAILED("Failed");

    private final String words;

    Phase(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /** Whether a run is under way. */
    public boolean busy() {
      return switch (this) {
        case STARTING, WARM_UP, RUNNING, ENDING -> true;
        case IDLE, ENDED, FAILED -> false;
      };
    }

    /** Whether load is being sent that can be steered. */
    public boolean sending() {
      return this == WARM_UP || this == RUNNING;
    }
  }

  /** The stage the schedule is in, counted from 1; 0 before the measured part. */
  public int stage(Instant now) {
    if (scenario.isEmpty() || phase != Phase.RUNNING) {
      return 0;
    }
    var time = at(now);
    var end = Duration.ZERO;
    var stages = scenario.get().executor().stages();
    for (var i = 0; i < stages.size(); i++) {
      end = end.plus(stages.get(i).duration());
      if (time.compareTo(end) < 0) {
        return i + 1;
      }
    }
    return stages.size();
  }

  /** Where the schedule is now, counted from the end of the warm-up. */
  public Duration at(Instant now) {
    var since = Duration.between(heardAt, now);
    return phase.sending() && last.isPresent() && since.isPositive() ? offset.plus(since) : offset;
  }

  /** What is left of the schedule; never negative. */
  public Duration left(Instant now) {
    var length = scenario.map(run -> run.executor().duration()).orElse(Duration.ZERO);
    var left = length.minus(at(now));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What is steered, in words: {@code users}, {@code requests /s}. */
  public static String unit(Executor executor) {
    return switch (executor) {
      case ClosedModel _ -> "users";
      case OpenModel open ->
          open.timeUnit().equals(Duration.ofSeconds(1))
              ? "requests/s"
              : "requests per " + ai.hal9.sim.chart.Quantity.span(open.timeUnit());
    };
  }
}
