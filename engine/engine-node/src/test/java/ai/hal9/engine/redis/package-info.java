/** Tests of what this package promises. */
@NullMarked
package ai.hal9.engine.redis;

import org.jspecify.annotations.NullMarked;
