package ai.hal9.console.source;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.telemetry.TelemetryListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What the console's listening costs the nodes of a cluster of three under load: two of them are
 * listened to, and compared with the third in the same seconds, so that what the machine does
 * meanwhile is the same for all. Through one of the two stores and balancer are heard as well. A
 * console that is attached does that to one of three and the lesser to two, and so the two are
 * weighed. Each node has each part in turn, so that how the nodes differ cancels out. {@code
 * console-app/bin/attached-cost} runs it.
 */
public final class AttachedCost {

  /** To come and go is not what listening costs. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  /** Nodes' names towards the feed, which hears the stores through the first of them. */
  private static final String FIRST = "1";

  private static final String SECOND = "2";

  private final HttpClient http;
  private final SomeMembers members;
  private final List<NodeWork.Node> nodes;
  private final URI statistics;
  private final Duration window;

  private AttachedCost(
      HttpClient http,
      SomeMembers members,
      List<NodeWork.Node> nodes,
      URI statistics,
      Duration window) {
    this.http = http;
    this.members = members;
    this.nodes = nodes;
    this.statistics = statistics;
    this.window = window;
  }

  /**
   * Prints for each round the nodes' processor time a request, in microseconds, while not listened
   * to and while listened to: geometric means over the round.
   *
   * @param arguments the cluster's address, the file of its token, HAProxy's statistics, how many
   *     rounds, seconds of a window, and the nodes as name=pid
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var token = Files.readString(Path.of(arguments[1])).strip();
    var cluster = new ClusterAddress(URI.create(arguments[0]), token);
    try (var http = HttpClient.newHttpClient();
        var members = SomeMembers.of(http, cluster)) {
      var urls = new ClusterApi(http, cluster).members();
      var nodes = new ArrayList<NodeWork.Node>();
      for (var node : List.of(arguments).subList(5, arguments.length)) {
        var name = node.substring(0, node.indexOf('='));
        var pid = Long.parseLong(node.substring(node.indexOf('=') + 1));
        var url = Objects.requireNonNull(urls.get(name), name);
        nodes.add(new NodeWork.Node(name, url, pid));
      }
      var statistics = URI.create(arguments[2]);
      var window = Duration.ofSeconds(Long.parseLong(arguments[4]));
      var cost = new AttachedCost(http, members, nodes, statistics, window);
      for (var round = 1; round <= Integer.parseInt(arguments[3]); round++) {
        cost.round(round);
      }
    }
  }

  private void round(int number) throws IOException, InterruptedException {
    var orders = new ArrayList<Parts>();
    for (var apart : nodes) {
      for (var carrier : nodes) {
        nodes.stream()
            .filter(node -> !apart.equals(carrier) && !node.equals(apart) && !node.equals(carrier))
            .forEach(other -> orders.add(new Parts(apart, carrier, other)));
      }
    }
    var without = 0.0;
    var with = 0.0;
    var rate = 0.0;
    for (var parts : number % 2 == 1 ? orders : orders.reversed()) {
      var cost = window(parts);
      without += Math.log(cost.apart) / orders.size();
      with += (Math.log(cost.carrier) + 2 * Math.log(cost.other)) / 3 / orders.size();
      rate += cost.rate / orders.size();
    }
    System.out.printf("%.3f %.3f%n", Math.exp(without), Math.exp(with));
    System.err.printf(
        "round %d: %.0f requests/s, %.2f and %.2f µs, ratio %.4f%n",
        number, rate, Math.exp(without), Math.exp(with), Math.exp(with - without));
  }

  /**
   * Who is who in a window.
   *
   * @param apart not listened to
   * @param carrier through which stores and balancer are heard too
   */
  private record Parts(NodeWork.Node apart, NodeWork.Node carrier, NodeWork.Node other) {

    List<NodeWork.Node> all() {
      return List.of(apart, carrier, other);
    }
  }

  /** Microseconds of processor time a request, and requests a second of all three. */
  private record Cost(double apart, double carrier, double other, double rate) {}

  private Cost window(Parts parts) throws IOException, InterruptedException {
    while (true) {
      var carriers = new ConcurrentSkipListSet<String>();
      var cost = window(parts, carriers);
      if (carriers.equals(Set.of(FIRST))) {
        return cost;
      }
      System.err.println("again: stores and balancer were heard through another node");
    }
  }

  private Cost window(Parts parts, Set<String> carriers) throws IOException, InterruptedException {
    members.name(Map.of(FIRST, parts.carrier.url(), SECOND, parts.other.url()));
    var clock = Clock.systemUTC();
    var history = HistoryStore.empty(clock);
    var heard = new ConcurrentSkipListSet<String>();
    TelemetryListener listener =
        (carrier, frame) -> {
          history.heard(carrier, frame);
          var source = frame.snapshot().source();
          if (source.kind() == SourceKind.NODE) {
            heard.add(source.name());
          } else {
            carriers.add(carrier);
          }
        };
    try (var _ = TelemetryFeed.live(http, members.address(), listener, clock)) {
      while (heard.size() < 2) {
        Thread.sleep(20);
      }
      Thread.sleep(SETTLED);
      var before = NodeWork.before(parts.all(), http, statistics);
      Thread.sleep(window);
      var after = NodeWork.after(parts.all(), http, statistics);
      var micros = new ArrayList<Double>();
      var rate = 0.0;
      for (var i = 0; i < before.size(); i++) {
        var work = after.get(i).since(before.get(i));
        micros.add(work.microsPerRequest());
        rate += work.requests() / window.toSeconds();
      }
      return new Cost(micros.get(0), micros.get(1), micros.get(2), rate);
    }
  }
}
