/** The closed family of what a panel or an alert can ask of the metrics, and its evaluation. */
@NullMarked
package ai.hal9.dashboards.expression;

import org.jspecify.annotations.NullMarked;
