/** The JVMs of a cluster: where their classes are, how they are started, what they take. */
@NullMarked
package ai.hal9.sim.process;

import org.jspecify.annotations.NullMarked;
