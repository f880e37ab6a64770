package ai.hal9.engine.boot;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Has the name and the arguments of the real one, and is always well. */
public final class EngineNode {

  private EngineNode() {}

  public static void main(String[] arguments) throws IOException {
    var port =
        Files.readAllLines(Path.of(arguments[1])).stream()
            .filter(line -> line.startsWith("  port: "))
            .findFirst()
            .orElseThrow()
            .substring("  port: ".length());
    var server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = "{\"data\":{\"version\":\"stand-in\"}}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }
}
