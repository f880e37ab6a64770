/**
 * What a local cluster is asked to be, what it says of itself, and how it is started and stopped.
 */
@NullMarked
package ai.hal9.sim.cluster;

import org.jspecify.annotations.NullMarked;
