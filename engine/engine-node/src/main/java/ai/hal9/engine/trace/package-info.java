/** Which request something belongs to, over all hops, and where its time went. */
@NullMarked
package ai.hal9.engine.trace;

import org.jspecify.annotations.NullMarked;
