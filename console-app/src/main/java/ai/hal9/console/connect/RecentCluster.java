package ai.hal9.console.connect;

import java.net.URI;

/**
 * A cluster that was attached to.
 *
 * @param name as it calls itself
 * @param url of any node or its balancer
 * @param tokenFile where its token is kept, readable for its owner only; empty without a token
 * @param production whether the user calls it a production cluster
 */
public record RecentCluster(String name, URI url, String tokenFile, boolean production) {

  RecentCluster marked(boolean production) {
    return new RecentCluster(name, url, tokenFile, production);
  }
}
