/** A cluster on this machine, what loads it, and the commands for both. */
@NullMarked
package ai.hal9.sim;

import org.jspecify.annotations.NullMarked;
