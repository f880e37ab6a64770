/** The cache screen: the cache's dashboard, and the warming of all nodes' caches. */
@NullMarked
package ai.hal9.console.cache;

import org.jspecify.annotations.NullMarked;
