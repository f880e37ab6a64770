package ai.hal9.dashboards.prometheus;

/**
 * A node that Prometheus asks.
 *
 * @param address host and port
 * @param cluster its cluster's name
 * @param region where it stands
 * @param node its name
 */
public record ScrapeTarget(String address, String cluster, String region, String node) {

  public ScrapeTarget {
    if (address.isBlank() || cluster.isBlank() || region.isBlank() || node.isBlank()) {
      throw new IllegalArgumentException("a target needs an address, cluster, region and name");
    }
  }
}
