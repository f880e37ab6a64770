package ai.hal9.console.source;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * Generated nodes on a port, to be attached to like any cluster: the console's own cost is measured
 * against it, the generator's being another process'. Arguments: nodes, intervals per second, seed;
 * its address is the first line it prints.
 */
public final class GeneratedCluster implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(1);

  private final List<GeneratedNode> nodes;
  private final Map<String, List<WebSocketChannel>> subscribers = new ConcurrentHashMap<>();
  private List<String> prepared;
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("generated-cluster").factory());
  private final Undertow server;

  private GeneratedCluster(List<GeneratedNode> nodes, int port) {
    this.nodes = nodes;
    var paths =
        Handlers.path()
            .addExactPath(
                "/api/v1/cluster", exchange -> exchange.getResponseSender().send(members()));
    for (var node : nodes) {
      var listeners = new CopyOnWriteArrayList<WebSocketChannel>();
      subscribers.put(node.name(), listeners);
      paths.addExactPath(
          "/" + node.name() + "/api/v1/telemetry",
          Handlers.websocket((exchange, channel) -> listeners.add(channel)));
    }
    prepared = nodes.stream().map(GeneratedNode::nextFrame).toList();
    server = Undertow.builder().addHttpListener(port, "127.0.0.1").setHandler(paths).build();
  }

  /** Serves on a free port until closed. */
  public static GeneratedCluster start(int nodes, Duration interval, long seed) {
    return start(nodes, interval, seed, 0);
  }

  private static GeneratedCluster start(int nodes, Duration interval, long seed, int port) {
    var random = (SplittableGenerator) RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    // late enough for the server to be up: an interval is told when it ends
    var began = Instant.now().plus(START);
    var said = GeneratedNode.cluster(nodes, began, interval, 500, random);
    var cluster = new GeneratedCluster(said, port);
    cluster.server.start();
    var nanos = interval.toNanos();
    var untilFirst = Duration.between(Instant.now(), began.plus(interval)).toNanos();
    var _ =
        cluster.ticks.scheduleAtFixedRate(cluster::tick, untilFirst, nanos, TimeUnit.NANOSECONDS);
    return cluster;
  }

  /** Where to attach to. */
  public URI url() {
    var bound = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    return URI.create("http://127.0.0.1:" + bound.getPort());
  }

  private String members() {
    return nodes.stream()
        .map(node -> "{\"name\":\"%1$s\",\"url\":\"%2$s/%1$s\"}".formatted(node.name(), url()))
        .collect(Collectors.joining(",", "{\"data\":[", "]}"));
  }

  /** All at once, as nodes on machines of their own would; what they say next is made up after. */
  private void tick() {
    for (var i = 0; i < nodes.size(); i++) {
      var listeners = subscribers.getOrDefault(nodes.get(i).name(), List.of());
      listeners.removeIf(channel -> !channel.isOpen());
      for (var channel : listeners) {
        WebSockets.sendText(prepared.get(i), channel, null);
      }
    }
    prepared = nodes.stream().map(GeneratedNode::nextFrame).toList();
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    server.stop();
  }

  /** Runs until the process is ended. */
  public static void main(String[] arguments) {
    var interval = Duration.ofSeconds(1).dividedBy(Long.parseLong(arguments[1]));
    var cluster = start(Integer.parseInt(arguments[0]), interval, Long.parseLong(arguments[2]));
    System.out.println(cluster.url());
  }
}
