/** Tests of runs in a process of their own. */
@NullMarked
package ai.hal9.sim.driver;

import org.jspecify.annotations.NullMarked;
