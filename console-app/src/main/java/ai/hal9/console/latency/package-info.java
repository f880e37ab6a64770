/** The latency screen: how slow, how often, on which node, and in which stage. */
@NullMarked
package ai.hal9.console.latency;

import org.jspecify.annotations.NullMarked;
