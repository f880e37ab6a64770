package ai.hal9.sim.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterState;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;

/**
 * Just enough of Redis' protocol to slip something into the durable Redis behind the nodes' backs.
 */
final class DurableStore {

  private final int port;
  private final String password;

  private DurableStore(int port, String password) {
    this.port = port;
    this.password = password;
  }

  static DurableStore of(ClusterState state, ClusterDirectory cluster) throws IOException {
    return new DurableStore(
        primary(state).port(),
        Files.readString(cluster.data().resolve("redis-durable/redis.password")).strip());
  }

  static ClusterState.Store primary(ClusterState state) {
    return state.redis().stream()
        .filter(store -> store.role().equals("durable"))
        .findFirst()
        .orElseThrow();
  }

  /** Sends one command and answers the first line of the reply. */
  String command(String... words) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      socket.getOutputStream().write(encoded("AUTH", password));
      replies.readLine();
      socket.getOutputStream().write(encoded(words));
      return replies.readLine();
    }
  }

  private static byte[] encoded(String... words) {
    var request = new ByteArrayOutputStream();
    request.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (var word : words) {
      var bytes = word.getBytes(UTF_8);
      request.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      request.writeBytes(bytes);
      request.writeBytes("\r\n".getBytes(UTF_8));
    }
    return request.toByteArray();
  }
}
