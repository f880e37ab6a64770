/** Tests of command. */
@NullMarked
package ai.hal9.sim.command;

import org.jspecify.annotations.NullMarked;
