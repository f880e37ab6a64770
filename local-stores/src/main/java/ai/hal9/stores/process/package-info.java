/** Operating-system processes that end with the JVM that started them. */
@NullMarked
package ai.hal9.stores.process;

import org.jspecify.annotations.NullMarked;
