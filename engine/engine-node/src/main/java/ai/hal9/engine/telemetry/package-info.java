/** What this node measures and tells. */
@NullMarked
package ai.hal9.engine.telemetry;

import org.jspecify.annotations.NullMarked;
