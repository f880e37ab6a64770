/** Dashboards on screen: what their files say, over what has been heard. */
@NullMarked
package ai.hal9.console.board;

import org.jspecify.annotations.NullMarked;
