package ai.hal9.engine.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A table partitioned by a range of time, in UTC.
 *
 * @param name as in the schema
 * @param span how long a partition is
 */
record PartitionedTable(String name, Span span) {

  /** How long a partition is, which tells its name as well. */
  enum Span {
    MONTH(1, 2, "'_'yyyy_MM", "\\d{4}_\\d{2}", 2),
    QUARTER(3, 1, "'_'yyyy'_q'Q", "\\d{4}_q[1-4]", 1);

    private final int months;
    private final int ahead;
    private final DateTimeFormatter suffix;
    private final Pattern shape;

    /** Those at the end that count within the year. */
    private final int digits;

    Span(int months, int ahead, String suffix, String shape, int digits) {
      this.months = months;
      this.ahead = ahead;
      this.suffix = DateTimeFormatter.ofPattern(suffix, Locale.ROOT);
      this.shape = Pattern.compile(shape);
      this.digits = digits;
    }
  }

  private static final int YEAR = 4;

  /** Games and what belongs to them lie in the quarter in which the game was created. */
  static final List<PartitionedTable> ALL =
      List.of(
          new PartitionedTable("signals", Span.MONTH),
          new PartitionedTable("games", Span.QUARTER),
          new PartitionedTable("players", Span.QUARTER),
          new PartitionedTable("actions", Span.QUARTER),
          new PartitionedTable("rounds", Span.QUARTER));

  /** How many partitions beyond the present one are made ahead of time. */
  int ahead() {
    return span.ahead;
  }

  /** When the partition of an instant begins. */
  LocalDate start(Instant time) {
    var month = LocalDate.ofInstant(time, ZoneOffset.UTC).withDayOfMonth(1);
    return span == Span.MONTH
        ? month
        : month.withMonth(month.get(IsoFields.QUARTER_OF_YEAR) * span.months - 2);
  }

  /** When the partition so many further on begins; back, when negative. */
  LocalDate start(Instant time, int further) {
    return start(time).plusMonths((long) further * span.months);
  }

  /** The same, from a partition of ours. */
  LocalDate start(String partition, int further) {
    var suffix = partition.substring(name.length() + 1);
    var part = Integer.parseInt(suffix.substring(suffix.length() - span.digits));
    var first = LocalDate.of(Integer.parseInt(suffix.substring(0, YEAR)), 1, 1);
    return first.plusMonths((part - 1 + (long) further) * span.months);
  }

  /** When the partition ends that begins then. */
  LocalDate end(LocalDate start) {
    return start.plusMonths(span.months);
  }

  /** What the partition is called that begins then. */
  String partition(LocalDate start) {
    return name + span.suffix.format(start);
  }

  /** Whether a partition of this name would be one of ours; names sort as their times do. */
  boolean owns(String partition) {
    return partition.startsWith(name + "_")
        && span.shape.matcher(partition.substring(name.length() + 1)).matches();
  }
}
