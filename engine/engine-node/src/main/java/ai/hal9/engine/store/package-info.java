/** PostgreSQL: pool, schema, batches, rows. */
@NullMarked
package ai.hal9.engine.store;

import org.jspecify.annotations.NullMarked;
