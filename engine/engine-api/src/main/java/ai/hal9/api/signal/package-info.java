/** Signals as a client posts them and as a node answers them. */
@NullMarked
package ai.hal9.api.signal;

import org.jspecify.annotations.NullMarked;
