/** Tests of what this package promises. */
@NullMarked
package ai.hal9.engine.probe;

import org.jspecify.annotations.NullMarked;
