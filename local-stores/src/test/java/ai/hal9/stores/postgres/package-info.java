/** Tests against real processes. */
@NullMarked
package ai.hal9.stores.postgres;

import org.jspecify.annotations.NullMarked;
