/** The telemetry heard so far, in memory, and questions about stretches of it. */
@NullMarked
package ai.hal9.console.series;

import org.jspecify.annotations.NullMarked;
