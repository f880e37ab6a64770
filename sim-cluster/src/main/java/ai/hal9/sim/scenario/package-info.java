/** Load scenarios: what is offered to a cluster, how it is shaped, and what must hold. */
@NullMarked
package ai.hal9.sim.scenario;

import org.jspecify.annotations.NullMarked;
