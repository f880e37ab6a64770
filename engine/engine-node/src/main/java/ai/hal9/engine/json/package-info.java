/** JSON text written as bytes, for clients and for PostgreSQL. */
@NullMarked
package ai.hal9.engine.json;

import org.jspecify.annotations.NullMarked;
