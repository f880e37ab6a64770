/** The seed documents' table of before and after, measured side by side. */
@NullMarked
package ai.hal9.sim.bench;

import org.jspecify.annotations.NullMarked;
