/** Tests of machine. */
@NullMarked
package ai.hal9.sim.machine;

import org.jspecify.annotations.NullMarked;
