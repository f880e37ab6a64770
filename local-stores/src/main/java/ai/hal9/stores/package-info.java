/** Real PostgreSQL and Redis as processes on this machine. */
@NullMarked
package ai.hal9.stores;

import org.jspecify.annotations.NullMarked;
