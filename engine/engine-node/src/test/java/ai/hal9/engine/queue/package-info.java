/** Tests of the queue's parts. */
@NullMarked
package ai.hal9.engine.queue;

import org.jspecify.annotations.NullMarked;
