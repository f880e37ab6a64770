/** Sessions of users: sealed in Redis, region by region, found and revoked from any node. */
@NullMarked
package ai.hal9.engine.session;

import org.jspecify.annotations.NullMarked;
