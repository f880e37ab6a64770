/** Loopback ports: which are free, and who holds one that is not. */
@NullMarked
package ai.hal9.stores.port;

import org.jspecify.annotations.NullMarked;
