/** The PostgreSQL and Redis programs: bundled ones unpacked into a cache, or installed ones. */
@NullMarked
package ai.hal9.stores.binary;

import org.jspecify.annotations.NullMarked;
