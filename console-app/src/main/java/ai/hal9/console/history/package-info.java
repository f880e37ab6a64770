/** Past runs: the list, one run's page, and several held against each other. */
@NullMarked
package ai.hal9.console.history;

import org.jspecify.annotations.NullMarked;
