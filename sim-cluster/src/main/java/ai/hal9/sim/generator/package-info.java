/**
 * The load generator: event loops, connections and schedules that turn a scenario into requests.
 */
@NullMarked
package ai.hal9.sim.generator;

import org.jspecify.annotations.NullMarked;
