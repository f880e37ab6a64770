/** The response cache: local, then shared. */
@NullMarked
package ai.hal9.engine.cache;

import org.jspecify.annotations.NullMarked;
