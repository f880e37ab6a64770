package ai.hal9.sim.load;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.ThresholdVerdict.Judgement;
import ai.hal9.sim.scenario.Aggregation;
import ai.hal9.sim.scenario.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a run's thresholds interval by interval. A threshold without window is judged on all
 * measured intervals so far; one with a window on every full stretch of that length, and its
 * verdict is the worst stretch's; a run that ends before there is one is judged as a whole. Rates
 * per second are taken over the time in which load was offered: what ends later counts for no rate
 * of requests, and what is found unsent later counts for that time's. Not for use from several
 * threads at once.
 */
public final class ThresholdJudge {

  private final List<Standing> standings;
  private Duration elapsed = Duration.ZERO;

  /** Judges these thresholds. */
  public ThresholdJudge(List<Threshold> thresholds) {
    this.standings = thresholds.stream().map(Standing::new).toList();
  }

  /** Takes a measured interval in. Returns whether the run should end because of it. */
  public boolean accept(LoadInterval interval) {
    elapsed = elapsed.plus(interval.length());
    var abort = false;
    for (var standing : standings) {
      standing.accept(interval);
      abort |= standing.aborts(elapsed);
    }
    return abort;
  }

  /** How the thresholds stand, in the order given. */
  public List<ThresholdVerdict> verdicts() {
    var measured = !elapsed.isZero();
    return standings.stream().map(standing -> standing.verdict(measured)).toList();
  }

  private static final class Standing {
    private final Threshold threshold;
    private final Sample all = new Sample();
    private final List<LoadInterval> stretch = new ArrayList<>();
    private double worst = Double.NaN;
    private boolean broken;
    private boolean aborted;

    Standing(Threshold threshold) {
      this.threshold = threshold;
    }

    void accept(LoadInterval interval) {
      if (threshold.window().isEmpty()) {
        all.add(interval);
        return;
      }
      var window = threshold.window().get();
      stretch.add(interval);
      while (length(stretch.subList(1, stretch.size())).compareTo(window) >= 0) {
        stretch.removeFirst();
      }
      // an interval is a timer's work, so a stretch may fall short of its length by a little
      if (length(stretch).plusMillis(100).compareTo(window) >= 0) {
        var sample = new Sample();
        stretch.forEach(sample::add);
        judge(sample.value(threshold));
      }
    }

    private void judge(double observed) {
      if (Double.isNaN(observed)) {
        return;
      }
      var holds = threshold.condition().holds(observed);
      if (Double.isNaN(worst) || (!holds && !broken) || (holds != broken && isWorse(observed))) {
        worst = observed;
      }
      broken |= !holds;
    }

    private boolean isWorse(double observed) {
      return switch (threshold.condition().operator()) {
        case LESS, AT_MOST -> observed > worst;
        case GREATER, AT_LEAST -> observed < worst;
        case EQUAL, UNEQUAL -> false;
      };
    }

    private Duration length(List<LoadInterval> intervals) {
      return intervals.stream()
          .filter(interval -> !perSecond() || interval.phase() == LoadPhase.MEASURED)
          .map(LoadInterval::length)
          .reduce(Duration.ZERO, Duration::plus);
    }

    private boolean perSecond() {
      return threshold.condition().aggregation() instanceof Aggregation.Rate
          && switch (threshold.metric()) {
            case HTTP_REQS, DROPPED_ITERATIONS -> true;
            case HTTP_REQ_DURATION, HTTP_REQ_FAILED, CHECKS -> false;
          };
    }

    boolean aborts(Duration elapsed) {
      var observed = observed();
      aborted |=
          threshold.abortOnFail()
              && !Double.isNaN(observed)
              && !holds(observed)
              && elapsed.compareTo(threshold.delayAbortEval()) >= 0;
      return aborted;
    }

    ThresholdVerdict verdict(boolean measured) {
      if (!measured) {
        return new ThresholdVerdict(threshold, Double.NaN, Judgement.NOT_JUDGED, false);
      }
      if (threshold.window().isPresent() && Double.isNaN(worst)) {
        var part = new Sample();
        stretch.forEach(part::add);
        var observed = part.value(threshold);
        return new ThresholdVerdict(
            threshold, observed, Judgement.of(threshold.condition().holds(observed)), false);
      }
      var observed = observed();
      return new ThresholdVerdict(threshold, observed, Judgement.of(holds(observed)), aborted);
    }

    /** Of the worst full stretch where there is a window, else of all so far. */
    private double observed() {
      return threshold.window().isPresent() ? worst : all.value(threshold);
    }

    private boolean holds(double observed) {
      return threshold.window().isPresent() ? !broken : threshold.condition().holds(observed);
    }
  }

  /** Intervals taken together. */
  private static final class Sample {
    private LoadCounts counts = LoadCounts.NONE;
    private LatencyHistogram response = LatencyHistogram.none();
    private Duration offered = Duration.ZERO;
    private long endedWhileOffered;

    void add(LoadInterval interval) {
      counts = counts.plus(interval.counts());
      response = response.plus(interval.responseTime());
      if (interval.phase() == LoadPhase.MEASURED) {
        offered = offered.plus(interval.length());
        endedWhileOffered += interval.counts().ended();
      }
    }

    double value(Threshold threshold) {
      var aggregation = threshold.condition().aggregation();
      return switch (threshold.metric()) {
        case HTTP_REQ_DURATION -> duration(aggregation);
        case HTTP_REQ_FAILED -> share(aggregation, counts.failed(), counts.failedRate());
        case HTTP_REQS -> number(aggregation, counts.ended(), endedWhileOffered);
        case DROPPED_ITERATIONS -> number(aggregation, counts.neverSent(), counts.neverSent());
        case CHECKS -> share(aggregation, counts.checksPassed(), counts.checksRate());
      };
    }

    private double duration(Aggregation aggregation) {
      if (aggregation instanceof Aggregation.Count) {
        return response.count();
      }
      if (response.count() == 0) {
        return Double.NaN;
      }
      return switch (aggregation) {
        case Aggregation.Percentile p -> response.millis(p.percentile());
        case Aggregation.Average _ -> response.meanMicros() / 1_000;
        case Aggregation.Maximum _ -> response.maxMicros() / 1_000.0;
        case Aggregation.Count _ -> response.count();
        case Aggregation.Rate _ -> Double.NaN;
      };
    }

    private static double share(Aggregation aggregation, long count, double rate) {
      return aggregation instanceof Aggregation.Count ? count : rate;
    }

    private double number(Aggregation aggregation, long count, long whileOffered) {
      return aggregation instanceof Aggregation.Count
          ? count
          : LoadInterval.perSecond(whileOffered, offered);
    }
  }
}
