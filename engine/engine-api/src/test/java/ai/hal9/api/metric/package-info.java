/** Tests of the contract. */
@NullMarked
package ai.hal9.api.metric;

import org.jspecify.annotations.NullMarked;
