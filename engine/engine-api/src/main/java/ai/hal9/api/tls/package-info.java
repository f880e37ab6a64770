/** Which servers' certificates are trusted. */
@NullMarked
package ai.hal9.api.tls;

import org.jspecify.annotations.NullMarked;
