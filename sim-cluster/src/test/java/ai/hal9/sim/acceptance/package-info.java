/** What the product promises, shown on whole clusters of real processes. */
@NullMarked
package ai.hal9.sim.acceptance;

import org.jspecify.annotations.NullMarked;
