/** Moves what a SQLite file holds into PostgreSQL: a process of its own, not part of a node. */
@NullMarked
package ai.hal9.engine.migration;

import org.jspecify.annotations.NullMarked;
