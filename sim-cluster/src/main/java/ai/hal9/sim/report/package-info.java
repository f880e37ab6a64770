/** What is said of a run when it is over: in the terminal, as a page, and as data. */
@NullMarked
package ai.hal9.sim.report;

import org.jspecify.annotations.NullMarked;
