/** What a node says of itself every interval, and latency that can be merged. */
@NullMarked
package ai.hal9.api.telemetry;

import org.jspecify.annotations.NullMarked;
