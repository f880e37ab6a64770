/** Tests of what this package promises. */
@NullMarked
package ai.hal9.engine.telemetry;

import org.jspecify.annotations.NullMarked;
