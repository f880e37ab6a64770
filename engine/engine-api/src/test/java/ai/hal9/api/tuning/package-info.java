/** Tests of the contract. */
@NullMarked
package ai.hal9.api.tuning;

import org.jspecify.annotations.NullMarked;
