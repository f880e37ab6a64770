/** Tests of the unpacking and choice of programs. */
@NullMarked
package ai.hal9.stores.binary;

import org.jspecify.annotations.NullMarked;
