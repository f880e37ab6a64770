/** The durable queue: signals wait in Redis, synced, until a consumer has committed them. */
@NullMarked
package ai.hal9.engine.queue;

import org.jspecify.annotations.NullMarked;
