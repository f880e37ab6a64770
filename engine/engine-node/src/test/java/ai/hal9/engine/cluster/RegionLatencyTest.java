package ai.hal9.engine.cluster;

import static ai.hal9.api.metric.MetricCatalogue.CROSS_REGION_LATENCY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.engine.signal.RecordedMeters;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RegionLatencyTest {

  private static final int FASTER = 50;

  private final RecordedMeters meters = new RecordedMeters();
  private final Others members = new Others();
  private final AtomicLong clock = new AtomicLong();
  private final Queue<Node> nodes = new ConcurrentLinkedQueue<>();
  private final ScheduledThreadPoolExecutor scheduler = new Hurried();
  private final RegionLatency latency =
      RegionLatency.measure(
          members,
          meters,
          scheduler,
          new Random(9),
          () -> clock.getAndAdd(TimeUnit.MILLISECONDS.toNanos(7)));

  @AfterEach
  void stop() {
    latency.close();
    scheduler.shutdownNow();
    nodes.forEach(Node::close);
  }

  @Test
  void otherRegion_thatAnswers_hasTheTimeOfAnAnswerOverAnOpenConnection() throws Exception {
    var node = node(200);
    members.are(node.member("b"));

    await().until(() -> value("b") > 0);
    await().until(() -> node.asked.size() >= 10);

    assertThat(value("b")).isCloseTo(0.007, within(1e-9));
    assertThat(node.connections).hasSizeLessThan(4);
    assertThat(node.asked).containsOnly("/health/live");
  }

  @Test
  void otherRegion_thatKeepsNoConnectionOpen_hasNoValue() throws Exception {
    var node = node(200);
    node.keeps = false;
    members.are(node.member("b"));

    await().until(() -> node.asked.size() >= 10);

    assertThat(value("b")).isNaN();
    node.keeps = true;
    await().until(() -> value("b") > 0);
  }

  @Test
  void otherRegion_thatAnswersNoMore_hasNoValue() throws Exception {
    var node = node(200);
    members.are(node.member("b"));
    await().until(() -> value("b") > 0);

    node.close();

    await().until(() -> Double.isNaN(value("b")));
  }

  @Test
  void otherRegion_whoseNodesHaveLeft_hasNoValue() throws Exception {
    var node = node(200);
    members.are(node.member("b"));
    await().until(() -> value("b") > 0);

    members.are();

    await().until(() -> Double.isNaN(value("b")));
  }

  @Test
  void otherRegion_withOneNodeThatLives_hasItsValue() throws Exception {
    var gone = node(200);
    gone.close();
    members.are(gone.member("b"), node(503).member("b"), node(200).member("b"));

    await().until(() -> value("b") > 0);
  }

  @Test
  void oneRegion_isNotAsked() throws Exception {
    var node = node(200);
    members.are(node.member("a"));
    var seen = members.read.get();

    await().until(() -> members.read.get() > seen + 3);

    assertThat(node.asked).isEmpty();
    assertThat(value("a")).isNaN();
  }

  @Test
  void median_ofTheLastFive_isTheOneInTheMiddle() {
    var trips = new RoundTrips();
    assertThat(trips.median()).isNaN();
    for (var millis : new long[] {900, 20, 10, 40, 30, 1000}) {
      trips.add(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    assertThat(trips.median()).isEqualTo(0.03);
    trips.forget();
    assertThat(trips.median()).isNaN();
  }

  private double value(String destination) {
    return meters.value(CROSS_REGION_LATENCY, "a", destination);
  }

  private Node node(int status) throws IOException {
    var node = new Node(status);
    nodes.add(node);
    return node;
  }

  /** This node in region {@code a}, and whom the test says. */
  private static final class Others implements Membership {

    final AtomicLong read = new AtomicLong();
    private volatile List<ClusterMember> all = List.of();

    void are(ClusterMember... members) {
      all = List.of(members);
    }

    @Override
    public ClusterMember self() {
      return member("self", URI.create("http://127.0.0.1:1"), "a");
    }

    @Override
    public List<ClusterMember> members() {
      read.incrementAndGet();
      return all;
    }

    @Override
    public void close() {}
  }

  private static ClusterMember member(String name, URI url, String region) {
    return new ClusterMember(name, url, region, "0.1.0", Instant.EPOCH, Instant.EPOCH);
  }

  /** A node that answers every request with one status. */
  private static final class Node implements AutoCloseable {

    final Queue<String> asked = new ConcurrentLinkedQueue<>();
    final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    volatile boolean keeps = true;
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    Node(int status) throws IOException {
      server.createContext(
          "/",
          exchange -> {
            asked.add(exchange.getRequestURI().toString());
            connections.add(exchange.getRemoteAddress());
            if (!keeps) {
              exchange.getResponseHeaders().set("Connection", "close");
            }
            exchange.sendResponseHeaders(status, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
          });
      server.start();
    }

    ClusterMember member(String region) {
      var port = server.getAddress().getPort();
      return RegionLatencyTest.member(
          "node-" + port, URI.create("http://127.0.0.1:" + port), region);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** Time passes faster, so that a test sees many rounds. */
  private static final class Hurried extends ScheduledThreadPoolExecutor {

    Hurried() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      return super.schedule(task, unit.toMicros(delay) / FASTER, TimeUnit.MICROSECONDS);
    }
  }
}
