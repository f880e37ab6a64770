/** The alerts the seed documents name: their rules, and what a console watches for each. */
@NullMarked
package ai.hal9.dashboards.alert;

import org.jspecify.annotations.NullMarked;
