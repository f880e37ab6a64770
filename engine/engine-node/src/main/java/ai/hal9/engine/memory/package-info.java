/** What neurons keep: their state and their memories. */
@NullMarked
package ai.hal9.engine.memory;

import org.jspecify.annotations.NullMarked;
