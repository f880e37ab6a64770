/** Tests of the queue that need no Redis. */
@NullMarked
package ai.hal9.engine.queue;

import org.jspecify.annotations.NullMarked;
