package ai.hal9.console.chart;

import ai.hal9.console.ui.Unit;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A chart's data as rows, the newest first; for the table behind it, the clipboard and CSV.
 *
 * @param head the lines' names
 * @param counts titles for the numbers of samples behind them; one where all rest on the same
 */
record ChartTable(List<String> head, List<String> counts, List<Row> rows) {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  /**
   * One column of the chart.
   *
   * @param values {@code NaN} in a gap
   * @param samples how many there are, as {@link #counts} has them; {@code NaN} in a gap
   * @param weak which of them rest on too few samples
   */
  record Row(Instant time, List<Double> values, List<Double> samples, List<Boolean> weak) {

    String clock() {
      return ChartTable.clock(time);
    }
  }

  /** A moment as tables write it. */
  static String clock(Instant time) {
    return CLOCK.format(time);
  }

  /** From the first column where anything is known to the last: a gap between them stays one. */
  static ChartTable of(ChartData data) {
    var known =
        IntStream.range(0, data.axis().count())
            .filter(i -> data.lines().stream().anyMatch(line -> !Double.isNaN(line.at(i))))
            .summaryStatistics();
    var counted = counted(data.lines());
    var rows =
        IntStream.iterate(known.getMax(), i -> i >= known.getMin(), i -> i - 1)
            .mapToObj(
                i ->
                    new Row(
                        data.axis().begin(i),
                        data.lines().stream().map(line -> line.at(i)).toList(),
                        counted.stream().map(line -> line.samples().at(i)).toList(),
                        data.lines().stream().map(line -> line.weakAt(i)).toList()))
            .toList();
    var counts =
        counted.size() == 1
            ? List.of("n")
            : counted.stream().map(line -> "n of " + line.name()).toList();
    return new ChartTable(data.lines().stream().map(Line::name).toList(), counts, rows);
  }

  /** The lines that rest on samples; one of them stands for all that rest on the same. */
  private static List<Line> counted(List<Line> lines) {
    var counted =
        lines.stream().filter(line -> line.samples().known().findAny().isPresent()).toList();
    return counted.stream().map(Line::samples).distinct().count() == 1
        ? List.of(counted.getFirst())
        : counted;
  }

  /** The same to look at, without the numbers of samples. */
  ValueTable values(Unit unit) {
    return new ValueTable(
        "Time",
        unit,
        head,
        rows.stream().map(row -> ValueTable.Row.at(row.time(), row.values(), row.weak())).toList());
  }

  /** Tab-separated, as spreadsheets paste it: values as they are read on screen. */
  String tabbed(Unit unit) {
    return Stream.concat(
            Stream.of("time\t" + String.join("\t", head)),
            rows.stream()
                .map(
                    row ->
                        row.clock()
                            + row.values().stream()
                                .map(value -> "\t" + unit.text(value))
                                .collect(Collectors.joining())))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /**
   * Comma-separated: exact values in the metric's own unit, empty in a gap, and how many samples
   * they rest on.
   */
  String csv(Unit unit) {
    return Stream.concat(
            Stream.of(
                "time,"
                    + Stream.concat(
                            head.stream().map(name -> name + " [" + symbol(unit) + "]"),
                            counts.stream())
                        .map(ChartTable::quoted)
                        .collect(Collectors.joining(","))),
            rows.reversed().stream()
                .map(
                    row ->
                        row.time()
                            + Stream.concat(
                                    row.values().stream().map(value -> exact(value, value)),
                                    row.samples().stream().map(n -> exact(n, n.longValue())))
                                .collect(Collectors.joining())))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String exact(Double value, Number written) {
    return "," + (value.isNaN() ? "" : written.toString());
  }

  private static String symbol(Unit unit) {
    return switch (unit) {
      case SECONDS -> "s";
      case RATE -> "1/s";
      case SHARE, COUNT -> "1";
      case BYTES -> "B";
      case BYTE_RATE -> "B/s";
      case CORES -> "cores";
      case DOLLARS -> "dollars";
    };
  }

  private static String quoted(String text) {
    return text.matches(".*[\",\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
