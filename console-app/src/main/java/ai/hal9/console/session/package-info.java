/** What the console is connected to, and what a screen may use of it. */
@NullMarked
package ai.hal9.console.session;

import org.jspecify.annotations.NullMarked;
