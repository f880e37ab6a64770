/** The language model over HTTP: Anthropic's Messages API, within its limits and ours. */
@NullMarked
package ai.hal9.engine.model;

import org.jspecify.annotations.NullMarked;
