package ai.hal9.sim.report;

/** What came of reading a {@code report.json}. */
public sealed interface ReportReading {

  /** It is one. */
  record Accepted(SavedReport report) implements ReportReading {}

  /**
   * It is none, or one this version cannot read.
   *
   * @param why a sentence for the user
   */
  record Rejected(String why) implements ReportReading {}
}
