package ai.hal9.console.history;

import ai.hal9.sim.load.ThresholdVerdict.Judgement;
import ai.hal9.sim.report.SavedReport;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Runs held against the first of them.
 *
 * @param runs at least one
 */
record Comparison(List<Kept> runs) {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  Comparison {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare");
    }
  }

  /** What a run is called here: with its time, where several have its name. */
  String label(Kept run) {
    var name = run.summary().name();
    var alike = runs.stream().filter(other -> other.summary().name().equals(name)).count();
    return alike == 1 ? name : name + " " + CLOCK.format(run.report().startedAt());
  }

  /** A line of a table: what, and its value for each run. */
  record Row(String name, List<String> values) {}

  /** A figure's values, one a run. */
  List<Double> values(RunFigure figure) {
    return runs.stream().map(run -> figure.value().applyAsDouble(run.report())).toList();
  }

  /** Figures that any of the runs has. */
  List<RunFigure> figures() {
    return RunFigure.ALL.stream()
        .filter(figure -> values(figure).stream().anyMatch(value -> !value.isNaN()))
        .toList();
  }

  /** Thresholds of any of the runs, with what came of them. */
  List<Row> thresholds() {
    var conditions = new LinkedHashSet<String>();
    runs.forEach(
        run -> run.report().thresholds().forEach(each -> conditions.add(each.condition())));
    return conditions.stream()
        .map(
            condition ->
                new Row(
                    condition, runs.stream().map(run -> verdict(run.report(), condition)).toList()))
        .toList();
  }

  private static String verdict(SavedReport report, String condition) {
    return report.thresholds().stream()
        .filter(each -> each.condition().equals(condition))
        .map(each -> words(each.judgement()))
        .findFirst()
        .orElse("not asked");
  }

  static String words(Judgement judgement) {
    return switch (judgement) {
      case MET -> "✓ met";
      case MISSED -> "✗ missed";
      case NOT_JUDGED -> "– not judged";
    };
  }

  /** What was set up differently: what every run has alike is left out. */
  List<Row> differences() {
    return settings().stream().filter(row -> row.values().stream().distinct().count() > 1).toList();
  }

  /** How many settings all runs have alike. */
  int alike() {
    return settings().size() - differences().size();
  }

  /** Everything set up. */
  List<Row> settings() {
    var each = runs.stream().map(run -> settings(run.report())).toList();
    SequencedSet<String> keys = new LinkedHashSet<>();
    each.forEach(settings -> keys.addAll(settings.keySet()));
    return keys.stream()
        .map(
            key ->
                new Row(
                    key, each.stream().map(settings -> settings.getOrDefault(key, "–")).toList()))
        .toList();
  }

  private static Map<String, String> settings(SavedReport report) {
    var setup = report.setup();
    var all = new LinkedHashMap<String, String>();
    all.put("scenario", report.scenario().name());
    all.put("executor", report.scenario().executor());
    all.put("cluster", setup.cluster());
    all.put("HAL9", setup.version());
    setup.topology().forEach((key, value) -> all.put("cluster " + key, value));
    all.put(
        "tuning version", setup.tuningVersion() < 0 ? "–" : Long.toString(setup.tuningVersion()));
    new TreeSet<>(setup.tuning().keySet())
        .forEach(key -> all.put(key, setup.tuning().getOrDefault(key, "")));
    all.put("machine", setup.machine().processor());
    all.put("cores", Integer.toString(setup.machine().cores()));
    all.put("Java", setup.machine().java());
    return all;
  }

  /** What makes the comparison doubtful, a sentence each. */
  List<String> doubts() {
    var doubts = new ArrayList<String>();
    for (var run : runs) {
      if (!run.summary().valid()) {
        doubts.add(
            run.report().counts().offered() == 0
                ? "‘%s’ has no figures: it ended before anything was measured."
                    .formatted(label(run))
                : "‘%s’ is invalid: its load generator did not keep up.".formatted(label(run)));
      }
      if (run.summary().steered() > 0) {
        doubts.add(
            "‘%s’ was steered by hand, so its load is not the scenario's.".formatted(label(run)));
      }
    }
    if (Stream.of(differences())
        .flatMap(List::stream)
        .anyMatch(row -> row.name().equals("machine"))) {
      doubts.add("They ran on different machines.");
    }
    if (runs.stream().map(run -> run.report().scenario().name()).distinct().count() > 1) {
      doubts.add("They ran different scenarios.");
    }
    if (runs.stream().map(run -> run.report().scenario().games()).distinct().count() > 1) {
      doubts.add("Some played games and others did not, so their figures are of unlike requests.");
    }
    return doubts;
  }
}
