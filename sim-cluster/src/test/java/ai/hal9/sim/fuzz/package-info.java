/** What parsers are tried with that know their samples. */
@NullMarked
package ai.hal9.sim.fuzz;

import org.jspecify.annotations.NullMarked;
