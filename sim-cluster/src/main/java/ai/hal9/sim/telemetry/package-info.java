/** What a running cluster says of itself: subscribing to it, and putting it on one time axis. */
@NullMarked
package ai.hal9.sim.telemetry;

import org.jspecify.annotations.NullMarked;
