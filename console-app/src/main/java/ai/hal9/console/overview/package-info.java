/** The overview: is the cluster well, and which node is not. */
@NullMarked
package ai.hal9.console.overview;

import org.jspecify.annotations.NullMarked;
