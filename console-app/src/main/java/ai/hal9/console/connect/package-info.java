/** The start screen: start a cluster here, or attach to one. */
@NullMarked
package ai.hal9.console.connect;

import org.jspecify.annotations.NullMarked;
