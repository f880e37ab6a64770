/** The dashboards and service levels there are: bundled ones and the user's own. */
@NullMarked
package ai.hal9.dashboards.catalog;

import org.jspecify.annotations.NullMarked;
