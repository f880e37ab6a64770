/** A run of a scenario against a target: its course, its numbers and its verdicts. */
@NullMarked
package ai.hal9.sim.load;

import org.jspecify.annotations.NullMarked;
