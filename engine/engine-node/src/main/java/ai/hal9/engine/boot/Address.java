package ai.hal9.engine.boot;

import ai.hal9.engine.config.NodeConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Where the others find this node. */
final class Address {

  private Address() {}

  /** The URL to tell; a node that serves every address tells the machine's own. */
  static URI of(NodeConfig.Server server) {
    try {
      var host = InetAddress.getByName(server.host());
      var told = host.isAnyLocalAddress() ? InetAddress.getLocalHost() : host;
      var text = told.getHostAddress();
      return URI.create(
          "%s://%s:%d"
              .formatted(
                  server.tls() == null ? "http" : "https",
                  text.contains(":") ? "[" + text + "]" : text,
                  server.port()));
    } catch (UnknownHostException e) {
      throw new StartException("This machine does not know the address " + server.host(), e);
    }
  }
}
