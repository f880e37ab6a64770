/** Tests of the node as a whole. */
@NullMarked
package ai.hal9.engine;

import org.jspecify.annotations.NullMarked;
