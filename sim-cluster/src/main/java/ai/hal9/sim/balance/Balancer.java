package ai.hal9.sim.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running load balancer. */
public interface Balancer extends AutoCloseable {

  /**
   * Binds and serves.
   *
   * @param token the bearer token of the {@code /balancer} calls; null refuses them all
   * @throws ai.hal9.sim.SimException when the address cannot be bound
   */
  static Balancer start(BalancerConfig config, @Nullable String token) {
    return NettyBalancer.start(config, token);
  }

  /** The port it listens on. */
  int port();

  BalancerStatus status();

  /** Takes a new set of upstreams; one that stays keeps its state. */
  void balanceOver(List<UpstreamAddress> upstreams);

  /**
   * Stops accepting, lets requests in flight end for the configured time at most, and stops.
   * Calling it again does nothing.
   */
  @Override
  void close();
}
