/** Tests of supervisor. */
@NullMarked
package ai.hal9.sim.supervisor;

import org.jspecify.annotations.NullMarked;
