/** How much everyone and each user may ask: rate limits, the users' shared by the cluster. */
@NullMarked
package ai.hal9.engine.quota;

import org.jspecify.annotations.NullMarked;
