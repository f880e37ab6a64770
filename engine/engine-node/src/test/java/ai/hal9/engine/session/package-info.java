/** Tests of sessions, with a real Redis. */
@NullMarked
package ai.hal9.engine.session;

import org.jspecify.annotations.NullMarked;
