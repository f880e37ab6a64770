package ai.hal9.engine.http;

import static org.awaitility.Awaitility.await;

import ai.hal9.engine.boot.EngineNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A node as its users run it: a process of its own. */
final class NodeProcess implements Closeable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Path log;
  private final InetSocketAddress address;

  private NodeProcess(Process process, Path log, InetSocketAddress address) {
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /** Starts one with a configuration in which {@code %PORT} stands for its port. */
  static NodeProcess start(Path folder, String config) throws IOException {
    var port = freePort();
    var file =
        Files.writeString(
            folder.resolve("node.yaml"), config.replace("%PORT", Integer.toString(port)));
    var log = folder.resolve("node.log");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                EngineNode.class.getName(),
                "--config",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var node =
        new NodeProcess(
            process, log, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    await().atMost(PATIENCE).ignoreExceptions().until(node::ready);
    return node;
  }

  InetSocketAddress address() {
    return address;
  }

  RawClient client() throws IOException {
    return new RawClient(address);
  }

  /** All it has said. */
  String log() throws IOException {
    return Files.readString(log);
  }

  private boolean ready() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("the node ended: " + log());
    }
    try (var client = client()) {
      return client.get("/health/ready").response().status() == 200;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
