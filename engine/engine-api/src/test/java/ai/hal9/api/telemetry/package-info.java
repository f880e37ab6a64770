/** Tests of the contract. */
@NullMarked
package ai.hal9.api.telemetry;

import org.jspecify.annotations.NullMarked;
