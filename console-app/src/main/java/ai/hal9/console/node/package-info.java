/** The page of one node. */
@NullMarked
package ai.hal9.console.node;

import org.jspecify.annotations.NullMarked;
