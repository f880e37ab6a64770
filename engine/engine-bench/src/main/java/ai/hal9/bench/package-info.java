/** Bare servers and writers that ratios are taken against, and the benchmarks of a node. */
@NullMarked
package ai.hal9.bench;

import org.jspecify.annotations.NullMarked;
