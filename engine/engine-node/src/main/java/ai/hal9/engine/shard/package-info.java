/** Shards: which user, which signal belongs to which PostgreSQL. */
@NullMarked
package ai.hal9.engine.shard;

import org.jspecify.annotations.NullMarked;
