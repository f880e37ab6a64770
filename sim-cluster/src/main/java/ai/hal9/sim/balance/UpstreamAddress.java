package ai.hal9.sim.balance;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * A server to balance over.
 *
 * @param name what status and log call it
 * @param url {@code http://HOST:PORT}, without a path
 * @param weight its share of the requests relative to the others', 1 to 1,000
 */
public record UpstreamAddress(String name, URI url, int weight) {

  public UpstreamAddress {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getPort() < 1) {
      throw new IllegalArgumentException("url must be http://HOST:PORT, not " + url);
    }
    if (weight < 1 || weight > 1_000) {
      throw new IllegalArgumentException("weight must be from 1 to 1000, not " + weight);
    }
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(url.getHost(), url.getPort());
  }
}
