/** The commands of a local cluster, and what all {@code hal9} commands share. */
@NullMarked
package ai.hal9.sim.command;

import org.jspecify.annotations.NullMarked;
