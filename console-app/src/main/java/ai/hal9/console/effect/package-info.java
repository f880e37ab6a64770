/** Whether a change made a difference: before against after, with honest uncertainty. */
@NullMarked
package ai.hal9.console.effect;

import org.jspecify.annotations.NullMarked;
