/** The node's HTTP surface on Undertow. */
@NullMarked
package ai.hal9.engine.http;

import org.jspecify.annotations.NullMarked;
