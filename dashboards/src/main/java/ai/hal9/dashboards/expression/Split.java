package ai.hal9.dashboards.expression;

/** Whether one expression is drawn as one line or as several. */
public sealed interface Split {

  /** One line. */
  record Not() implements Split {}

  /** A line per node. */
  record ByNode() implements Split {}

  /** A line per value of a label. */
  record ByLabel(String label) implements Split {}
}
