/** Tests of the configuration. */
@NullMarked
package ai.hal9.engine.config;

import org.jspecify.annotations.NullMarked;
