package ai.hal9.console.history;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.chart.Markup;
import ai.hal9.sim.report.ReportPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** A comparison as a file: its runs with names and notes, figures, thresholds, what differs. */
record ComparisonFile(Comparison comparison) {

  /** A line for each, a column for each run. */
  String csv() {
    var lines = new ArrayList<String>();
    lines.add(line("figure", each(run -> run.summary().name())));
    lines.add(line("notes", each(run -> run.summary().notes())));
    lines.add(line("started", each(run -> run.report().startedAt().toString())));
    for (var figure : comparison.figures()) {
      var name = "%s %s [%s]".formatted(figure.name(), figure.vantage(), figure.unit().words());
      lines.add(
          line(
              name,
              comparison.values(figure).stream()
                  .map(value -> value.isNaN() ? "" : value.toString())
                  .toList()));
    }
    comparison.thresholds().forEach(row -> lines.add(line(row.name(), row.values())));
    comparison.differences().forEach(row -> lines.add(line(row.name(), row.values())));
    return String.join("\n", lines) + "\n";
  }

  private static String line(String name, List<String> values) {
    return Stream.concat(Stream.of(name), values.stream())
        .map(ComparisonFile::quoted)
        .reduce((one, other) -> one + "," + other)
        .orElse("");
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** The form that {@code docs/report-json.md} describes. */
  String json() {
    var root = new LinkedHashMap<String, Object>();
    root.put("schema", "hal9-comparison");
    root.put("schema_version", 1);
    root.put("runs", comparison.runs().stream().map(ComparisonFile::run).toList());
    root.put("doubts", comparison.doubts());
    root.put("figures", comparison.figures().stream().map(this::figure).toList());
    root.put("thresholds", comparison.thresholds().stream().map(ComparisonFile::row).toList());
    root.put("differences", comparison.differences().stream().map(ComparisonFile::row).toList());
    return SimJson.PRETTY.writeValueAsString(root) + "\n";
  }

  private static Map<String, Object> run(Kept run) {
    var node = new LinkedHashMap<String, Object>();
    node.put("name", run.summary().name());
    node.put("notes", run.summary().notes());
    node.put("started_at", run.report().startedAt().toString());
    node.put("scenario", run.summary().scenario());
    node.put("verdict", run.summary().outcome());
    return node;
  }

  private Map<String, Object> figure(RunFigure figure) {
    var node = new LinkedHashMap<String, Object>();
    node.put("name", figure.name());
    node.put("vantage", figure.vantage());
    node.put("unit", figure.unit().words());
    var values = SimJson.LINE.createArrayNode();
    for (var value : comparison.values(figure)) {
      if (value.isNaN()) {
        values.addNull();
      } else {
        values.add(value);
      }
    }
    node.put("values", values);
    return node;
  }

  private static Map<String, Object> row(Comparison.Row row) {
    var node = new LinkedHashMap<String, Object>();
    node.put("name", row.name());
    node.put("values", row.values());
    return node;
  }

  /** A page that needs nothing beside itself. */
  String html() {
    var title = String.join(" · ", each(run -> run.summary().name()));
    return Markup.page()
        .open("html", "lang", "en")
        .open("head")
        .open("meta", "charset", "utf-8")
        .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .open("meta", "name", "color-scheme", "content", "light dark")
        .element("title", title)
        .inline("style", ReportPage.style())
        .close("head")
        .open("body")
        .open("main")
        .add(header(title))
        .add(table("Figures", figureRows()))
        .add(table("Setup: what differs", comparison.differences()))
        .close("main")
        .close("body")
        .close("html")
        .toString();
  }

  private Markup header(String title) {
    var header = new Markup().open("header").element("h1", title).open("ul", "class", "verdicts");
    for (var doubt : comparison.doubts()) {
      header.element("li", doubt, "class", "bad");
    }
    return header.close("ul").close("header");
  }

  /** What the screen shows, run by run: with the difference to the first. */
  private List<Comparison.Row> figureRows() {
    var rows = new ArrayList<Comparison.Row>();
    rows.add(new Comparison.Row("Notes", each(run -> run.summary().notes())));
    rows.add(
        new Comparison.Row(
            "Started", each(run -> RunTable.WHEN.format(run.summary().startedAt()))));
    rows.add(new Comparison.Row("Verdict", each(run -> run.summary().outcome())));
    for (var figure : comparison.figures()) {
      var values = comparison.values(figure);
      var cells = new ArrayList<String>();
      for (var value : values) {
        var difference = cells.isEmpty() ? "" : figure.difference(value, values.getFirst());
        cells.add(
            difference.isEmpty()
                ? figure.unit().text(value)
                : "%s (%s)".formatted(figure.unit().text(value), difference));
      }
      rows.add(new Comparison.Row("%s %s".formatted(figure.name(), figure.vantage()), cells));
    }
    rows.addAll(comparison.thresholds());
    return rows;
  }

  private Markup table(String title, List<Comparison.Row> rows) {
    var html =
        new Markup()
            .open("section", "class", "card wide")
            .element("h3", title)
            .open("div", "class", "scroll")
            .open("table")
            .open("thead")
            .open("tr")
            .element("th", "", "scope", "col");
    each(run -> run.summary().name()).forEach(name -> html.element("th", name, "scope", "col"));
    html.close("tr").close("thead").open("tbody");
    for (var row : rows) {
      html.open("tr").element("th", row.name(), "scope", "row");
      row.values().forEach(value -> html.element("td", value));
      html.close("tr");
    }
    return html.close("tbody").close("table").close("div").close("section");
  }

  private List<String> each(Function<Kept, String> words) {
    return comparison.runs().stream().map(words).toList();
  }
}
