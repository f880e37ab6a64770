/** The commands of this module. */
@NullMarked
package ai.hal9.dashboards.command;

import org.jspecify.annotations.NullMarked;
