/** How the launcher's programs log. */
@NullMarked
package ai.hal9.sim.log;

import org.jspecify.annotations.NullMarked;
