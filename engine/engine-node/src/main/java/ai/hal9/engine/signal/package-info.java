/** The pipeline that answers a signal. */
@NullMarked
package ai.hal9.engine.signal;

import org.jspecify.annotations.NullMarked;
