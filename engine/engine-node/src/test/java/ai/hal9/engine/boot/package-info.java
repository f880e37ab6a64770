/** Tests of a whole node. */
@NullMarked
package ai.hal9.engine.boot;

import org.jspecify.annotations.NullMarked;
