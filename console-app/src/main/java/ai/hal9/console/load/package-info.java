/** The load screen: a scenario as form and text, and the run under way. */
@NullMarked
package ai.hal9.console.load;

import org.jspecify.annotations.NullMarked;
