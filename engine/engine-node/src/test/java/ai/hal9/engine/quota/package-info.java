/** Tests of what this package promises. */
@NullMarked
package ai.hal9.engine.quota;

import org.jspecify.annotations.NullMarked;
