/** What on a machine would spoil a run, and the command that mends it. */
@NullMarked
package ai.hal9.sim.machine;

import org.jspecify.annotations.NullMarked;
