/** Runs of load that were kept: their reports and key figures in a database file, and comparing. */
@NullMarked
package ai.hal9.console.runs;

import org.jspecify.annotations.NullMarked;
