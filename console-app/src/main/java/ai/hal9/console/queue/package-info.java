/** The queue screen: the queue's dashboard, and its dead letters with what becomes of them. */
@NullMarked
package ai.hal9.console.queue;

import org.jspecify.annotations.NullMarked;
