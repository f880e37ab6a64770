/** Tests against real servers. */
@NullMarked
package ai.hal9.stores;

import org.jspecify.annotations.NullMarked;
