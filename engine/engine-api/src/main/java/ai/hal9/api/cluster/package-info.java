/** Who belongs to a cluster. */
@NullMarked
package ai.hal9.api.cluster;

import org.jspecify.annotations.NullMarked;
