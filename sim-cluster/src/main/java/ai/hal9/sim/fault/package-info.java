/** Faults under load: each injected into a cluster of its own, with every acknowledgement kept. */
@NullMarked
package ai.hal9.sim.fault;

import org.jspecify.annotations.NullMarked;
