/** Delivers events to many listeners, none of which can slow the node. */
@NullMarked
package ai.hal9.engine.push;

import org.jspecify.annotations.NullMarked;
