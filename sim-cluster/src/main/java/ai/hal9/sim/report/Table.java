package ai.hal9.sim.report;

import ai.hal9.sim.chart.Markup;
import java.util.List;

/** A table in a card: a title, what it speaks of, a head, and rows whose first cell names them. */
final class Table {

  /** A table of more columns than this takes the page's whole width. */
  private static final int MANY = 6;

  private final Markup html = new Markup();

  Table(String title, String note, List<String> head) {
    html.open("section", "class", head.size() > MANY ? "card wide" : "card")
        .element("h3", title)
        .element("p", note, "class", "note")
        .open("div", "class", "scroll")
        .open("table")
        .open("thead")
        .open("tr");
    head.forEach(cell -> html.element("th", cell, "scope", "col"));
    html.close("tr").close("thead").open("tbody");
  }

  /** A row; a cell may begin with a style class and a bar, as in {@code bad|missed}. */
  Table row(String name, List<String> cells) {
    html.open("tr").element("th", name, "scope", "row");
    cells.forEach(this::cell);
    html.close("tr");
    return this;
  }

  private void cell(String cell) {
    var bar = cell.indexOf('|');
    if (bar < 0) {
      html.element("td", cell);
    } else {
      html.element("td", cell.substring(bar + 1), "class", cell.substring(0, bar));
    }
  }

  Markup html() {
    return html.close("tbody").close("table").close("div").close("section");
  }
}
