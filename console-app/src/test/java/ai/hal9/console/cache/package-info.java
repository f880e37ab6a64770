@NullMarked
package ai.hal9.console.cache;

import org.jspecify.annotations.NullMarked;
