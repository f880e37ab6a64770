/** The main window, and what it remembers. */
@NullMarked
package ai.hal9.console.shell;

import org.jspecify.annotations.NullMarked;
