/** Rules that hold for the whole console. */
@NullMarked
package ai.hal9.console;

import org.jspecify.annotations.NullMarked;
