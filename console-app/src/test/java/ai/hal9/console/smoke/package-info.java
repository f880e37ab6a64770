/** The console as a user has it: a process of its own, a real window, a real cluster. */
@NullMarked
package ai.hal9.console.smoke;

import org.jspecify.annotations.NullMarked;
