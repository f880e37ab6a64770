package ai.hal9.sim.fault;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Outcomes as a table: a row each, cells as text. */
public final class FaultTable {

  /** What each column says. */
  public static final List<String> HEAD =
      List.of(
          "fault",
          "durability",
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

  private FaultTable() {}

  /** An outcome's cells, as many as {@link #HEAD}. */
  public static List<String> row(FaultOutcome outcome) {
    return switch (outcome) {
      case FaultOutcome.Measured measured -> measured(measured);
      case FaultOutcome.LeftOut left -> without(left, "left out");
      case FaultOutcome.Broken broken -> without(broken, "broken off");
    };
  }

  /** The rows below the head, columns aligned. */
  public static List<String> lines(List<FaultOutcome> outcomes) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    outcomes.forEach(outcome -> rows.add(row(outcome)));
    var widths =
        java.util.stream.IntStream.range(0, HEAD.size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> aligned(row, widths)).toList();
  }

  /** Refusals by kind, the most frequent first: {@code 12 × 503 overloaded}. */
  public static String refusals(Phase phase) {
    return phase.refused().entrySet().stream()
        .sorted(
            java.util.Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(java.util.Map.Entry.comparingByKey()))
        .map(kind -> Quantity.exact(kind.getValue()) + " × " + kind.getKey())
        .collect(Collectors.joining(", "));
  }

  private static List<String> measured(FaultOutcome.Measured measured) {
    var audit = measured.audit();
    var during = measured.during();
    return List.of(
        measured.fault(),
        measured.durability(),
        Quantity.exact(audit.acknowledged()),
        Quantity.exact(during.offered() - during.acknowledged()),
        Quantity.SHARE.text(during.errorRate()),
        measured.recovery().map(time -> "%.1f s".formatted(time.toMillis() / 1e3)).orElse("none"),
        p99(measured.before().responses()),
        p99(during.responses()),
        p99(measured.after().responses()),
        Quantity.exact(audit.lost()),
        Quantity.exact(audit.doubled()),
        audit.kept() ? "kept" : "BROKEN");
  }

  private static List<String> without(FaultOutcome outcome, String verdict) {
    var cells = new ArrayList<>(List.of(outcome.fault(), outcome.durability()));
    while (cells.size() < HEAD.size() - 1) {
      cells.add(Quantity.UNKNOWN);
    }
    cells.add(verdict);
    return cells;
  }

  private static String p99(LatencyHistogram responses) {
    return responses.supports(99)
        ? Quantity.LATENCY.text((double) responses.micros(99))
        : Quantity.UNKNOWN;
  }

  private static String aligned(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (var i = 0; i < widths.length; i++) {
      var left = i < 2 || i == widths.length - 1;
      line.append(("%" + (left ? "-" : "") + widths[i] + "s  ").formatted(row.get(i)));
    }
    return line.toString().stripTrailing();
  }
}
