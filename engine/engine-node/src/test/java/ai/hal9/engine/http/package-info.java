/** Tests of the HTTP surface, over real sockets. */
@NullMarked
package ai.hal9.engine.http;

import org.jspecify.annotations.NullMarked;
