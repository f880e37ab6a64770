/** Tests of the module as a whole. */
@NullMarked
package ai.hal9.dashboards;

import org.jspecify.annotations.NullMarked;
