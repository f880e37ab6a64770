/** Assembles the {@code hal9} commands of all modules. */
@NullMarked
package ai.hal9.console.command;

import org.jspecify.annotations.NullMarked;
