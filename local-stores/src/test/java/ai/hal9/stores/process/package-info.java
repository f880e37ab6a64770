/** Tests against real processes. */
@NullMarked
package ai.hal9.stores.process;

import org.jspecify.annotations.NullMarked;
