package ai.hal9.engine.migration;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells how far a table is: each second where a person watches a terminal, else every tenth. */
final class Progress {

  private static final String ERASE_LINE = "\r\u001b[K";
  private static final long PASSING_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private String what = "";
  private long first;
  private long last;
  private long rows;
  private long begun;
  private long told;
  private boolean passing;

  Progress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /**
   * A piece of work begins.
   *
   * @param from the rowid after which it does
   * @param to the last rowid
   */
  void begin(String work, long from, long to) {
    what = work;
    first = from;
    last = to;
    rows = 0;
    begun = nanoTime.getAsLong();
    told = begun;
  }

  /** So many rows more are done, up to this rowid. */
  void done(int more, long row) {
    rows += more;
    var now = nanoTime.getAsLong();
    if (now - told >= (terminal ? PASSING_NANOS : KEPT_NANOS)) {
      told = now;
      tell(line(row, (now - begun) / 1e9));
    }
  }

  /** Rows a second since the work began. */
  long rate() {
    return Math.round(rows * 1e9 / Math.max(1, nanoTime.getAsLong() - begun));
  }

  private String line(long row, double seconds) {
    var share = last == first ? 1 : (double) (row - first) / (last - first);
    var left = Duration.ofSeconds(share == 0 ? 0 : Math.round(seconds / share * (1 - share)));
    return String.format(
        Locale.ROOT,
        "%s: %,d rows, %.1f %%, %,.0f rows/s, %d:%02d left",
        what,
        rows,
        100 * share,
        rows / seconds,
        left.toMinutes(),
        left.toSecondsPart());
  }

  private void tell(String line) {
    if (terminal) {
      out.print(ERASE_LINE + line);
      out.flush();
      passing = true;
    } else {
      out.println(line);
    }
  }

  /** A line that stays. */
  void say(String line) {
    out.println(passing ? ERASE_LINE + line : line);
    passing = false;
  }
}
