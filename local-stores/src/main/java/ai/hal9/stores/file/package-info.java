/** Files and directories: secrets that only their owner may read, trees. */
@NullMarked
package ai.hal9.stores.file;

import org.jspecify.annotations.NullMarked;
