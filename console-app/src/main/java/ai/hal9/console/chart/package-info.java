/** Charts over one shared timeline. */
@NullMarked
package ai.hal9.console.chart;

import org.jspecify.annotations.NullMarked;
