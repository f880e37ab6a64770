/** What delivers a cluster's telemetry to the console, and how well it is connected. */
@NullMarked
package ai.hal9.console.source;

import org.jspecify.annotations.NullMarked;
