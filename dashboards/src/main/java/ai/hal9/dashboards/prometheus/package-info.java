/** Expressions, alerts and recordings as files for Prometheus. */
@NullMarked
package ai.hal9.dashboards.prometheus;

import org.jspecify.annotations.NullMarked;
