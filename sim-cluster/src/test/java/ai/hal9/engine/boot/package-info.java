/** Stands in for the engine where a test is about its process alone. */
@NullMarked
package ai.hal9.engine.boot;

import org.jspecify.annotations.NullMarked;
