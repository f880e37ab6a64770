/** Which alerts hold now, and what to do about each. */
@NullMarked
package ai.hal9.console.alerts;

import org.jspecify.annotations.NullMarked;
