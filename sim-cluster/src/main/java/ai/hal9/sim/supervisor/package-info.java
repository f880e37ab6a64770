/** The process that owns a cluster: starts all others, starts them again, stops them. */
@NullMarked
package ai.hal9.sim.supervisor;

import org.jspecify.annotations.NullMarked;
