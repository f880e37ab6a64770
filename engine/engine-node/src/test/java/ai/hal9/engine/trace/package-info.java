/** Tests of traces. */
@NullMarked
package ai.hal9.engine.trace;

import org.jspecify.annotations.NullMarked;
