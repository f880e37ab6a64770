package ai.hal9.dashboards.prometheus;

import ai.hal9.dashboards.expression.Expression;
import java.util.regex.Pattern;

/**
 * An expression that Prometheus keeps under a name of its own, per cluster and over five minutes.
 *
 * @param name by Prometheus' convention level, metric and operations, joined by colons
 * @param expression what is kept
 */
public record Recording(String name, Expression expression) {

  private static final Pattern NAME = Pattern.compile("cluster:[a-z0-9_]+:[a-z0-9_]+");

  public Recording {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a recording's name: " + name);
    }
  }
}
