package ai.hal9.engine.migration;

import ai.hal9.engine.migration.Checkpoints.Mark;
import java.util.Locale;

/**
 * What became of a table.
 *
 * @param mark where it ended
 * @param differing how many moved rows PostgreSQL has otherwise, or not at all
 * @param rowsASecond how many were read, or written, each second of this run
 */
record TableResult(String label, Mark mark, long differing, long rowsASecond) {

  private static final String ROW = "%-22s %,12d %,12d %,12d %,9d  %s";

  static String heading() {
    return ROW.replace(",", "")
        .replace('d', 's')
        .formatted("TABLE", "ROWS", "MOVED", "THERE BEFORE", "REFUSED", "COMPARED");
  }

  String line() {
    return String.format(
        Locale.ROOT,
        ROW,
        label,
        mark.rows(),
        mark.moved(),
        mark.present(),
        mark.refused(),
        compared());
  }

  private String compared() {
    if (differing > 0) {
      return String.format(Locale.ROOT, "%,d differ", differing);
    }
    return mark.verified() ? "equal" : "no";
  }

  String json() {
    return """
        {"table":"%s","rows":%d,"moved":%d,"present":%d,"refused":%d,"differing":%d,\
        "verified":%b,"rows_a_second":%d}"""
        .formatted(
            label,
            mark.rows(),
            mark.moved(),
            mark.present(),
            mark.refused(),
            differing,
            mark.verified(),
            rowsASecond);
  }
}
