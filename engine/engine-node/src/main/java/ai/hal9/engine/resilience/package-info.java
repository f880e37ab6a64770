/** Circuit breakers and limits. */
@NullMarked
package ai.hal9.engine.resilience;

import org.jspecify.annotations.NullMarked;
