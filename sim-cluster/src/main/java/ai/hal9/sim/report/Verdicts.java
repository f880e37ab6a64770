package ai.hal9.sim.report;

import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.load.Validity;
import java.util.ArrayList;
import java.util.List;

/** The judgements on a run, in sentences: what the reader needs before any figure. */
final class Verdicts {

  /** How a sentence is meant. */
  enum Mood {
    GOOD,
    BAD,
    PLAIN
  }

  /**
   * One judgement.
   *
   * @param mood how it is meant
   * @param word the judgement in a word or two
   * @param reason a sentence
   */
  record Verdict(Mood mood, String word, String reason) {}

  private Verdicts() {}

  static List<Verdict> of(LoadResult load) {
    var verdicts = new ArrayList<Verdict>();
    verdicts.add(validity(load));
    verdicts.add(thresholds(load.thresholds()));
    if (!load.steerings().isEmpty()) {
      verdicts.add(
          new Verdict(
              Mood.PLAIN,
              "steered",
              "The load was changed by hand %s while it ran, so it is not the scenario's."
                  .formatted(
                      load.steerings().size() == 1 ? "once" : load.steerings().size() + " times")));
    }
    ending(load.ending(), verdicts);
    return verdicts;
  }

  private static Verdict validity(LoadResult load) {
    return switch (load.validity()) {
      case Validity.Valid _ ->
          new Verdict(
              Mood.GOOD, "valid", "The load generator kept up; the figures speak of the target.");
      // that there was nothing to keep up with is no fault of the generator's
      case Validity.Invalid invalid when load.counts().offered() == 0 ->
          invalid("No figures: ", invalid);
      case Validity.Invalid invalid -> invalid("The load generator did not keep up: ", invalid);
    };
  }

  private static Verdict invalid(String what, Validity.Invalid invalid) {
    return new Verdict(
        Mood.BAD,
        "invalid",
        what + String.join("; ", invalid.because()) + ". Do not compare with this run.");
  }

  private static Verdict thresholds(List<ThresholdVerdict> thresholds) {
    if (thresholds.isEmpty()) {
      return new Verdict(Mood.PLAIN, "no thresholds", "The scenario asks for nothing to hold.");
    }
    if (thresholds.stream().noneMatch(verdict -> verdict.met() || verdict.missed())) {
      return new Verdict(
          Mood.PLAIN, "thresholds not judged", "The run ended before anything was measured.");
    }
    var missed = thresholds.stream().filter(ThresholdVerdict::missed).toList();
    return missed.isEmpty()
        ? new Verdict(
            Mood.GOOD,
            "thresholds met",
            thresholds.size() == 1
                ? "The one threshold held."
                : "All %d held.".formatted(thresholds.size()))
        : new Verdict(
            Mood.BAD,
            "thresholds missed",
            "%d of %d: %s."
                .formatted(
                    missed.size(),
                    thresholds.size(),
                    String.join(
                        "; ",
                        missed.stream()
                            .map(
                                verdict ->
                                    verdict.threshold().text()
                                        + " was "
                                        + ThresholdText.observed(verdict))
                            .toList())));
  }

  private static void ending(LoadEnding ending, List<Verdict> verdicts) {
    switch (ending) {
      case COMPLETED -> {}
      case STOPPED ->
          verdicts.add(
              new Verdict(Mood.PLAIN, "stopped", "Someone ended the run before its schedule did."));
      case THRESHOLD_ABORTED ->
          verdicts.add(
              new Verdict(Mood.BAD, "aborted", "A threshold with abort-on-fail ended the run."));
    }
  }

  /** What share of offered requests came to what end, in a sentence. */
  static String counts(LoadResult load) {
    var counts = load.counts();
    return "%s offered, %s completed, %s failed, %s dropped"
        .formatted(
            Quantity.exact(counts.offered()),
            Quantity.exact(counts.completed()),
            Quantity.exact(counts.failed()),
            Quantity.exact(counts.dropped()));
  }
}
