/** Users: their passwords, profiles and API keys, and who a token belongs to. */
@NullMarked
package ai.hal9.engine.account;

import org.jspecify.annotations.NullMarked;
