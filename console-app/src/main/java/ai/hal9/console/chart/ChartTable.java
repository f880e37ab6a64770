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

/** A chart's data as rows, the newest first; for the table behind it, the clipboard and CSV. */
record ChartTable(List<String> head, List<Row> rows) {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  /**
   * One column of the chart.
   *
   * @param values {@code NaN} in a gap
   * @param weak which of them rest on too few samples
   */
  record Row(Instant time, List<Double> values, List<Boolean> weak) {

    String clock() {
      return CLOCK.format(time);
    }
  }

  /** From the first column where anything is known to the last: a gap between them stays one. */
  static ChartTable of(ChartData data) {
    var known =
        IntStream.range(0, data.axis().count())
            .filter(i -> data.lines().stream().anyMatch(line -> !Double.isNaN(line.at(i))))
            .summaryStatistics();
    var rows =
        IntStream.iterate(known.getMax(), i -> i >= known.getMin(), i -> i - 1)
            .mapToObj(
                i ->
                    new Row(
                        data.axis().begin(i),
                        data.lines().stream().map(line -> line.at(i)).toList(),
                        data.lines().stream().map(line -> line.weakAt(i)).toList()))
            .toList();
    return new ChartTable(data.lines().stream().map(Line::name).toList(), rows);
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

  /** Comma-separated: exact values in the metric's own unit, empty in a gap. */
  String csv(Unit unit) {
    return Stream.concat(
            Stream.of(
                "time,"
                    + head.stream()
                        .map(name -> quoted(name + " [" + symbol(unit) + "]"))
                        .collect(Collectors.joining(","))),
            rows.reversed().stream()
                .map(
                    row ->
                        row.time()
                            + row.values().stream()
                                .map(value -> "," + (value.isNaN() ? "" : value.toString()))
                                .collect(Collectors.joining())))
        .collect(Collectors.joining("\n", "", "\n"));
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
