package ai.hal9.sim.fault;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Outcomes as a table: a row each, cells as text. */
public final class FaultTable {

  /** What each column says. */
  static final List<String> HEAD =
      List.of(
          "fault",
          "durability",
          "lasted",
          "acknowledged",
          "refused",
          "error rate",
          "recovery",
          "p99 before",
          "during",
          "after",
          "lost",
          "doubled",
          "verdict");

  /** The columns of words; the others hold figures. */
  private static final List<String> WORDS = List.of("fault", "durability", "verdict");

  private FaultTable() {}

  /** Head and rows, columns aligned, and below them what cannot be said in a cell. */
  public static List<String> lines(List<FaultOutcome> outcomes) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    outcomes.forEach(outcome -> rows.add(row(outcome)));
    var widths =
        IntStream.range(0, HEAD.size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    var lines = new ArrayList<>(rows.stream().map(row -> aligned(row, widths)).toList());
    lines.add("");
    outcomes.forEach(
        outcome ->
            remarks(outcome)
                .forEach(
                    remark ->
                        lines.add(
                            "%s, %s: %s"
                                .formatted(
                                    outcome.fault(), outcome.durability().value(), remark))));
    return lines;
  }

  /** An outcome in a line. */
  public static String summary(FaultOutcome outcome) {
    return switch (outcome) {
      case FaultOutcome.LeftOut left -> "left out: " + left.reason();
      case FaultOutcome.BrokenOff broken -> "broken off: " + broken.reason();
      case FaultOutcome.NotRun _ -> "not run";
      case FaultOutcome.Measured measured ->
          "%s: %s acknowledged, %d lost, %d doubled"
              .formatted(
                  measured.kept() ? "kept" : "BROKEN",
                  Quantity.exact(measured.audit().acknowledged()),
                  measured.audit().lost(),
                  measured.audit().doubled());
    };
  }

  /** An outcome's cells, as many as {@link #HEAD}. */
  static List<String> row(FaultOutcome outcome) {
    return switch (outcome) {
      case FaultOutcome.Measured measured -> measured(measured);
      case FaultOutcome.LeftOut left -> without(left, "left out");
      case FaultOutcome.BrokenOff broken -> without(broken, "broken off");
      case FaultOutcome.NotRun not -> without(not, "not run");
    };
  }

  /** A column's place, if it holds words: left. */
  static boolean words(String column) {
    return WORDS.contains(column);
  }

  /** What else is to be said of an outcome, a sentence each. */
  static List<String> remarks(FaultOutcome outcome) {
    return switch (outcome) {
      case FaultOutcome.LeftOut left -> List.of(left.reason());
      case FaultOutcome.BrokenOff broken -> List.of(broken.reason());
      case FaultOutcome.NotRun _ -> List.of();
      case FaultOutcome.Measured measured -> {
        var remarks = new ArrayList<String>();
        if (!measured.whole().refused().isEmpty()) {
          remarks.add("refused: " + refusals(measured.whole()));
        }
        if (measured.after().errorRate() > 0) {
          remarks.add(
              "error rate after recovery: " + Quantity.SHARE.text(measured.after().errorRate()));
        }
        if (measured.audit().unacknowledged() > 0) {
          remarks.add(
              "stored, but not acknowledged: " + Quantity.exact(measured.audit().unacknowledged()));
        }
        if (measured.games().acknowledged() > 0) {
          remarks.add(games(measured.games()));
        }
        if (!measured.note().isEmpty()) {
          remarks.add(measured.note());
        }
        remarks.addAll(measured.audit().examples());
        remarks.addAll(measured.games().examples());
        yield remarks;
      }
    };
  }

  private static String games(GameAudit games) {
    return "games: %s actions acknowledged, %s lost; %s of %s rounds miscounted"
        .formatted(
            Quantity.exact(games.acknowledged()),
            Quantity.exact(games.lost()),
            Quantity.exact(games.miscounted()),
            Quantity.exact(games.rounds()));
  }

  /** Refusals by kind, the most frequent first. */
  static String refusals(Phase phase) {
    return phase.refused().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(kind -> Quantity.exact(kind.getValue()) + " × " + kind.getKey())
        .collect(Collectors.joining(", "));
  }

  private static List<String> measured(FaultOutcome.Measured measured) {
    var audit = measured.audit();
    return List.of(
        measured.fault(),
        measured.durability().value(),
        seconds(measured.length()),
        Quantity.exact(audit.acknowledged()),
        Quantity.exact(measured.whole().offered() - measured.whole().acknowledged()),
        Quantity.SHARE.text(measured.during().errorRate()),
        measured.recovery().map(FaultTable::seconds).orElse("none"),
        p99(measured.before().responses()),
        p99(measured.during().responses()),
        p99(measured.after().responses()),
        Quantity.exact(audit.lost()),
        Quantity.exact(audit.doubled()),
        measured.kept() ? "kept" : "BROKEN");
  }

  private static List<String> without(FaultOutcome outcome, String verdict) {
    var cells = new ArrayList<>(List.of(outcome.fault(), outcome.durability().value()));
    while (cells.size() < HEAD.size() - 1) {
      cells.add(Quantity.UNKNOWN);
    }
    cells.add(verdict);
    return cells;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  private static String p99(LatencyHistogram responses) {
    if (responses.count() == 0) {
      return Quantity.UNKNOWN;
    }
    return responses.supports(99)
        ? Quantity.LATENCY.text((double) responses.micros(99))
        : "up to " + Quantity.LATENCY.text((double) responses.maxMicros());
  }

  private static String aligned(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (var i = 0; i < widths.length; i++) {
      var side = words(HEAD.get(i)) ? "-" : "";
      line.append(("%" + side + widths[i] + "s  ").formatted(row.get(i)));
    }
    return line.toString().stripTrailing();
  }
}
