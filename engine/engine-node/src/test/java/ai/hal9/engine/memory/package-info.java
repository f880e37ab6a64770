/** Tests of what neurons keep. */
@NullMarked
package ai.hal9.engine.memory;

import org.jspecify.annotations.NullMarked;
