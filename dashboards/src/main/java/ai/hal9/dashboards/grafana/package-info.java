/** Dashboards as Grafana's own JSON. */
@NullMarked
package ai.hal9.dashboards.grafana;

import org.jspecify.annotations.NullMarked;
