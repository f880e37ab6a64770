/** Asks PostgreSQL, Redis and the balancer what they say of themselves. */
@NullMarked
package ai.hal9.engine.probe;

import org.jspecify.annotations.NullMarked;
