/** Tests against real processes. */
@NullMarked
package ai.hal9.stores.port;

import org.jspecify.annotations.NullMarked;
