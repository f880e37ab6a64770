/** Who changed what of the tuning, and why: kept in PostgreSQL. */
@NullMarked
package ai.hal9.engine.audit;

import org.jspecify.annotations.NullMarked;
