/** Parameters in force, changed while the node runs. */
@NullMarked
package ai.hal9.engine.tuning;

import org.jspecify.annotations.NullMarked;
