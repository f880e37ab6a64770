/** Redis servers: primaries and replicas. */
@NullMarked
package ai.hal9.stores.redis;

import org.jspecify.annotations.NullMarked;
