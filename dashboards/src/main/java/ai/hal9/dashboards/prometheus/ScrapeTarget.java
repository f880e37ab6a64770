package ai.hal9.dashboards.prometheus;

import java.util.regex.Pattern;

/**
 * A node that Prometheus asks.
 *
 * @param address host and port
 * @param cluster its cluster's name
 * @param region where it stands
 * @param node its name
 */
public record ScrapeTarget(String address, String cluster, String region, String node) {

  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s/:]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");

  public ScrapeTarget {
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException("not host:port: " + address);
    }
  }
}
