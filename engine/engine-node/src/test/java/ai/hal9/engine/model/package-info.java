/** Tests of what this package promises. */
@NullMarked
package ai.hal9.engine.model;

import org.jspecify.annotations.NullMarked;
