/** Tests of the audit, on real stores. */
@NullMarked
package ai.hal9.engine.audit;

import org.jspecify.annotations.NullMarked;
