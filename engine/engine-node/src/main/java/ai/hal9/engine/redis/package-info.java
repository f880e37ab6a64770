/** The Redis of what must not be lost: what it must be like, and connections to it. */
@NullMarked
package ai.hal9.engine.redis;

import org.jspecify.annotations.NullMarked;
