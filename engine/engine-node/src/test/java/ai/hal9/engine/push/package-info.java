/** Tests of the push. */
@NullMarked
package ai.hal9.engine.push;

import org.jspecify.annotations.NullMarked;
