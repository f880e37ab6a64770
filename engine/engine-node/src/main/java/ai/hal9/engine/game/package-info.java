/** The minority game: its rules, its state on the node that owns a game, its tables. */
@NullMarked
package ai.hal9.engine.game;

import org.jspecify.annotations.NullMarked;
