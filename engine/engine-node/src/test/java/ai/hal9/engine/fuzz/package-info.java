/** Input that was right and has been damaged. */
@NullMarked
package ai.hal9.engine.fuzz;

import org.jspecify.annotations.NullMarked;
