/** Tests of cluster. */
@NullMarked
package ai.hal9.sim.cluster;

import org.jspecify.annotations.NullMarked;
