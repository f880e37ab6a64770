/** Tests of moving rows between shards. */
@NullMarked
package ai.hal9.engine.reshard;

import org.jspecify.annotations.NullMarked;
