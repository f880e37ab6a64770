/** Membership of this node's cluster. */
@NullMarked
package ai.hal9.engine.cluster;

import org.jspecify.annotations.NullMarked;
