/** The tuning screen: parameters, changes of them, their history, and what each change did. */
@NullMarked
package ai.hal9.console.tuning;

import org.jspecify.annotations.NullMarked;
