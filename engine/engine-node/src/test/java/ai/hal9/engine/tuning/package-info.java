/** Tests of what this package promises. */
@NullMarked
package ai.hal9.engine.tuning;

import org.jspecify.annotations.NullMarked;
