/** What can go wrong with a store, in words a user can act on. */
@NullMarked
package ai.hal9.stores.failure;

import org.jspecify.annotations.NullMarked;
