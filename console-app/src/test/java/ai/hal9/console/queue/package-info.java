@NullMarked
package ai.hal9.console.queue;

import org.jspecify.annotations.NullMarked;
