/** Another shard for a cluster that serves: moves the users that belong there. */
@NullMarked
package ai.hal9.engine.reshard;

import org.jspecify.annotations.NullMarked;
