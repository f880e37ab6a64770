/** Tests of files. */
@NullMarked
package ai.hal9.stores.file;

import org.jspecify.annotations.NullMarked;
