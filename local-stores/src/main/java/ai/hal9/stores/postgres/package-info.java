/** PostgreSQL servers: primaries and streaming standbys. */
@NullMarked
package ai.hal9.stores.postgres;

import org.jspecify.annotations.NullMarked;
