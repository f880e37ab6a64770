/** Parameters that can be read and changed while a node runs. */
@NullMarked
package ai.hal9.api.tuning;

import org.jspecify.annotations.NullMarked;
