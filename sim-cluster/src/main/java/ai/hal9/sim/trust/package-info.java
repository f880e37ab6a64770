/** Certificates: which the launcher's programs trust, and those that local clusters make. */
@NullMarked
package ai.hal9.sim.trust;

import org.jspecify.annotations.NullMarked;
