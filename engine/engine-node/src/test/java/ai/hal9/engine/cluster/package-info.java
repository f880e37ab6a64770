/** Tests of what this package promises. */
@NullMarked
package ai.hal9.engine.cluster;

import org.jspecify.annotations.NullMarked;
