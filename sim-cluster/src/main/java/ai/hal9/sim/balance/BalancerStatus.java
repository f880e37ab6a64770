package ai.hal9.sim.balance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the balancer says of itself.
 *
 * @param startedAt when it began to serve
 * @param connections client connections open now
 * @param refused connections refused because too many were open
 * @param upstreams its upstreams
 */
public record BalancerStatus(
    Instant startedAt, int connections, long refused, List<UpstreamStatus> upstreams) {

  public BalancerStatus {
    upstreams = List.copyOf(upstreams);
  }

  /**
   * One upstream.
   *
   * @param name its name
   * @param url where it is
   * @param weight its share
   * @param up whether requests go there
   * @param reason why not, or empty
   * @param inFlight requests waiting for its answer
   * @param requests answered by it since the start, by {@code 1xx} to {@code 5xx}
   * @param retries requests sent elsewhere after they failed here, or were told that it is shutting
   *     down
   * @param fails requests that got no answer here
   */
  public record UpstreamStatus(
      String name,
      String url,
      int weight,
      boolean up,
      String reason,
      int inFlight,
      Map<String, Long> requests,
      long retries,
      long fails) {

    static UpstreamStatus of(Upstream upstream, long nanos) {
      var address = upstream.address();
      var tally = upstream.tally();
      return new UpstreamStatus(
          address.name(),
          address.url().toString(),
          address.weight(),
          upstream.usable(nanos),
          upstream.reason(nanos),
          upstream.inFlight(),
          tally.requests(),
          tally.retries(),
          tally.fails());
    }
  }
}
