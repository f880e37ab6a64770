/** Charts as pieces of HTML with inline SVG, and numbers as people read them. */
@NullMarked
package ai.hal9.sim.chart;

import org.jspecify.annotations.NullMarked;
