/** Tests of users. */
@NullMarked
package ai.hal9.engine.account;

import org.jspecify.annotations.NullMarked;
