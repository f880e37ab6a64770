/** Tests of who belongs where. */
@NullMarked
package ai.hal9.engine.shard;

import org.jspecify.annotations.NullMarked;
