/** The minority game as a client plays it over HTTP. */
@NullMarked
package ai.hal9.sim.game;

import org.jspecify.annotations.NullMarked;
