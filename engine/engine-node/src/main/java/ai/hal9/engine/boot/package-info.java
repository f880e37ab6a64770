/** Starts a node: wires everything with Spring, serves, drains. */
@NullMarked
package ai.hal9.engine.boot;

import org.jspecify.annotations.NullMarked;
