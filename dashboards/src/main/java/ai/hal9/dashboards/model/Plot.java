package ai.hal9.dashboards.model;

import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Split;

/**
 * A line of a chart, or several.
 *
 * @param name in the legend; before the node or the label's value where it is split, may then be
 *     empty
 * @param value what is drawn
 * @param split whether it is one line
 */
public record Plot(String name, Expression value, Split split) {

  public Plot {
    if (name.isBlank() && split instanceof Split.Not) {
      throw new IllegalArgumentException("a series needs a name");
    }
    if (split instanceof Split.ByLabel(var label) && !value.splitsBy(label)) {
      throw new IllegalArgumentException(
          "%s has no label '%s' to be split by"
              .formatted(value.selections().getFirst().metric().name(), label));
    }
  }
}
