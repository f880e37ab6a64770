/** Runs led from beginning to report: against a cluster, and in a process of their own. */
@NullMarked
package ai.hal9.sim.driver;

import org.jspecify.annotations.NullMarked;
