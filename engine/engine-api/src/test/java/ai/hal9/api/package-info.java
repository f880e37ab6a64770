/** Tests of the contract. */
@NullMarked
package ai.hal9.api;

import org.jspecify.annotations.NullMarked;
