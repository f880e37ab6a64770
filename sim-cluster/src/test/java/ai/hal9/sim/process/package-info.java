/** Tests of process. */
@NullMarked
package ai.hal9.sim.process;

import org.jspecify.annotations.NullMarked;
