/** Tests against real processes. */
@NullMarked
package ai.hal9.stores.redis;

import org.jspecify.annotations.NullMarked;
