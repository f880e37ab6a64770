/** The load this console sends: at most one run at a time, by a process of its own. */
@NullMarked
package ai.hal9.console.loading;

import org.jspecify.annotations.NullMarked;
