/** How Redis is asked: connections made cheaply, and one command after the other. */
@NullMarked
package ai.hal9.engine.dialogue;

import org.jspecify.annotations.NullMarked;
