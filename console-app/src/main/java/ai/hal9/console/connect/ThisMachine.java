package ai.hal9.console.connect;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;

/** Which addresses are this machine's own. Looks names up, so it is not for the UI thread. */
final class ThisMachine {

  private ThisMachine() {}

  /** Whether all addresses of a URL's host are this machine's. */
  static boolean has(URI url) {
    if (url.getHost() == null) {
      return false;
    }
    try {
      for (var address : InetAddress.getAllByName(url.getHost())) {
        if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }

  /** Whether two URLs lead to one and the same socket. */
  static boolean same(URI one, URI other) {
    if (one.getHost() == null || other.getHost() == null || port(one) != port(other)) {
      return false;
    }
    try {
      return InetAddress.getByName(one.getHost()).equals(InetAddress.getByName(other.getHost()));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static int port(URI url) {
    return url.getPort() >= 0
        ? url.getPort()
        : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
