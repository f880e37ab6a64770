/** The load balancer of a cluster: an HTTP/1.1 reverse proxy on Netty, and its process. */
@NullMarked
package ai.hal9.sim.balance;

import org.jspecify.annotations.NullMarked;
