/** The configuration file of a node. */
@NullMarked
package ai.hal9.engine.config;

import org.jspecify.annotations.NullMarked;
