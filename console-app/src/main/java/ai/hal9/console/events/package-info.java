/** The list of everything that happened in the cluster. */
@NullMarked
package ai.hal9.console.events;

import org.jspecify.annotations.NullMarked;
