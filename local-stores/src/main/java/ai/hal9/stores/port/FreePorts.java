package ai.hal9.stores.port;

import ai.hal9.stores.failure.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Ports of the loopback interface. */
public final class FreePorts {

  private FreePorts() {}

  /** A port nobody listens on now; another process may take it before its user does. */
  public static int one() {
    return several(1).getFirst();
  }

  /** That many different free ports. */
  public static List<Integer> several(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      IntStream.range(0, count).forEach(i -> held.add(listen(0)));
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(FreePorts::close);
    }
  }

  /** Whether a server could listen on the port now. */
  public static boolean free(int port) {
    try {
      close(listen(port));
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Checks that a server could listen on a port.
   *
   * @param use what the port is for, as the message says it
   * @throws StoreException naming the process that holds it
   */
  public static void requireFree(int port, String use) {
    if (!free(port)) {
      throw new StoreException(
          StoreException.Code.PORT_TAKEN,
          "port %d, wanted for %s, is taken by %s; stop it or choose another port"
              .formatted(port, use, PortOwner.describe(port)));
    }
  }

  private static ServerSocket listen(int port) {
    try {
      var socket = new ServerSocket();
      try {
        // as servers do: connections of an earlier server that are closing are no obstacle
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
