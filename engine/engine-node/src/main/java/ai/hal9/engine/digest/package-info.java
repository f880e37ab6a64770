/** Digests of texts. */
@NullMarked
package ai.hal9.engine.digest;

import org.jspecify.annotations.NullMarked;
