package ai.hal9.console.history;

import ai.hal9.console.runs.RunReportText;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.chart.Markup;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the user calls a run and notes on it, as it goes with the run's exports. A report's own text
 * is left as it is around it, so that a run is known again when its export is imported.
 */
record GivenWords(String name, String notes) {

  private static final String TEXT = "(\"(?:[^\"\\\\]|\\\\.)*+\")";
  private static final Pattern LAST_MEMBERS =
      Pattern.compile(",\\s*\"name\" : %s,\\s*\"notes\" : %s(\\s*)}\\s*\\z".formatted(TEXT, TEXT));
  private static final String HEADLINE_END = "</h1>";

  /** A report without them, and what they are. */
  record Split(String report, GivenWords words) {}

  static GivenWords of(RunSummary run) {
    return new GivenWords(run.name(), run.notes());
  }

  /** A {@code report.json} with these as its last members, {@code name} and {@code notes}. */
  String intoJson(String report) {
    var end = report.lastIndexOf('}');
    var members = report.substring(0, end).stripTrailing();
    var space = report.substring(members.length(), end);
    return "%s,%s  \"name\" : %s,%s  \"notes\" : %s%s}"
        .formatted(members, space, quoted(name), space, quoted(notes), space);
  }

  /** Takes apart what {@link #intoJson} made; empty for another report. */
  static Optional<Split> split(String report) {
    var found = LAST_MEMBERS.matcher(report);
    return found.find()
        ? Optional.of(
            new Split(
                report.substring(0, found.start()) + found.group(3) + "}",
                new GivenWords(unquoted(found.group(1)), unquoted(found.group(2)))))
        : Optional.empty();
  }

  /** A {@code report.html} with these under its headline. */
  String intoPage(String page) {
    var at = page.indexOf(HEADLINE_END);
    if (at < 0) {
      return page;
    }
    var words = new Markup().element("p", name);
    if (!notes.isBlank()) {
      words.element("p", notes);
    }
    var after = at + HEADLINE_END.length();
    return page.substring(0, after) + words + page.substring(after);
  }

  RunReportText into(RunReportText report) {
    return new RunReportText(
        intoJson(report.json()), report.page().isEmpty() ? "" : intoPage(report.page()));
  }

  private static String quoted(String text) {
    return SimJson.LINE.writeValueAsString(text);
  }

  private static String unquoted(String json) {
    return SimJson.LINE.readValue(json, String.class);
  }
}
