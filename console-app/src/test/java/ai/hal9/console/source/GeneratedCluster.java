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
import java.util.concurrent.ConcurrentSkipListMap;
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

  private final Map<String, List<WebSocketChannel>> subscribers = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("generated-cluster").factory());
  private final Undertow server;
  private List<GeneratedNode> nodes = List.of();
  private List<String> prepared = List.of();

  private GeneratedCluster(List<String> names) {
    var paths =
        Handlers.path()
            .addExactPath(
                "/api/v1/cluster", exchange -> exchange.getResponseSender().send(members()));
    for (var name : names) {
      var listeners = new CopyOnWriteArrayList<WebSocketChannel>();
      subscribers.put(name, listeners);
      paths.addExactPath(
          "/" + name + "/api/v1/telemetry",
          Handlers.websocket((exchange, channel) -> listeners.add(channel)));
    }
    server = Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(paths).build();
  }

  /** Serves on a free port until closed. */
  public static GeneratedCluster start(int nodes, Duration interval, long seed) {
    var random = (SplittableGenerator) RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    // an interval is told when it ends, so what takes longer the first time comes before all
    var before = GeneratedNode.cluster(nodes, Instant.EPOCH, interval, 500, random.split());
    before.forEach(GeneratedNode::nextFrame);
    var cluster = new GeneratedCluster(before.stream().map(GeneratedNode::name).toList());
    cluster.server.start();
    cluster.speak(
        GeneratedNode.cluster(nodes, Instant.now().plus(interval), interval, 500, random),
        interval);
    return cluster;
  }

  private void speak(List<GeneratedNode> from, Duration interval) {
    nodes = from;
    prepare();
    var first = from.getFirst().startedAt().plus(interval);
    var untilFirst = Duration.between(Instant.now(), first).toNanos();
    if (untilFirst < 0) {
      throw new IllegalStateException("the first interval took too long to make up");
    }
    every(interval, untilFirst, this::tick);
    // while nobody waits for it: nodes on machines of their own take nothing from this one's
    // processors
    every(interval, untilFirst + interval.toNanos() / 2, this::prepare);
  }

  private void every(Duration interval, long untilFirstNanos, Runnable task) {
    var _ =
        ticks.scheduleAtFixedRate(task, untilFirstNanos, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void prepare() {
    prepared = nodes.stream().map(GeneratedNode::nextFrame).toList();
  }

  /** Where to attach to. */
  public URI url() {
    var bound = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    return URI.create("http://127.0.0.1:" + bound.getPort());
  }

  private String members() {
    return subscribers.keySet().stream()
        .map(name -> "{\"name\":\"%1$s\",\"url\":\"%2$s/%1$s\"}".formatted(name, url()))
        .collect(Collectors.joining(",", "{\"data\":[", "]}"));
  }

  /** All at once, as nodes on machines of their own would. */
  private void tick() {
    for (var i = 0; i < nodes.size(); i++) {
      var listeners = subscribers.getOrDefault(nodes.get(i).name(), List.of());
      listeners.removeIf(channel -> !channel.isOpen());
      for (var channel : listeners) {
        WebSockets.sendText(prepared.get(i), channel, null);
      }
    }
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
