package ai.hal9.engine.http;

import ai.hal9.engine.config.Network;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.util.List;

/**
 * Where a request comes from: the peer, or when that is a trusted proxy, the last address in {@code
 * X-Forwarded-For} that is none. What stands before it was written by strangers. Of a request that
 * another node passed on, the address is what that node found.
 */
final class ClientAddress {

  private final List<Network> trusted;
  private final PassedOn passedOn;

  ClientAddress(List<Network> trustedProxies, PassedOn passedOn) {
    this.trusted = trustedProxies;
    this.passedOn = passedOn;
  }

  InetAddress of(HttpServerExchange exchange) {
    var address = exchange.getSourceAddress().getAddress();
    var forwarded = exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR);
    if (forwarded == null) {
      return address;
    }
    if (passedOn.byANode(exchange)) {
      return Network.address(forwarded.getLast()).orElse(address);
    }
    var hops = String.join(",", forwarded).split(",", -1);
    for (var i = hops.length - 1; i >= 0 && isTrusted(address); i--) {
      var hop = Network.address(hops[i].strip());
      if (hop.isEmpty()) {
        return address;
      }
      address = hop.get();
    }
    return address;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }
}
