package ai.hal9.console.source;

import ai.hal9.console.series.HistoryStore;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the console's listening costs nodes under load: all but one of a cluster are listened to,
 * and compared with that one in the same seconds, so that what the machine does meanwhile is the
 * same for both. Each node is that one in turn, so that how the nodes differ cancels out. {@code
 * console-app/bin/attached-cost} runs it.
 */
public final class AttachedCost {

  /** To come and go is not what listening costs. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private final HttpClient http;
  private final SomeMembers members;
  private final List<NodeWork.Node> nodes;
  private final Duration window;

  private AttachedCost(
      HttpClient http, SomeMembers members, List<NodeWork.Node> nodes, Duration window) {
    this.http = http;
    this.members = members;
    this.nodes = nodes;
    this.window = window;
  }

  /**
   * Prints for each round the nodes' processor time a request, in microseconds, while not listened
   * to and while listened to: geometric means over the round.
   *
   * @param arguments the cluster's address, the file of its token, how many rounds, seconds of a
   *     window, and the nodes as name=pid
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var token = Files.readString(Path.of(arguments[1])).strip();
    var cluster = new ClusterAddress(URI.create(arguments[0]), token);
    try (var http = HttpClient.newHttpClient();
        var members = SomeMembers.of(http, cluster)) {
      var urls = new ClusterApi(http, cluster).members();
      var nodes = new ArrayList<NodeWork.Node>();
      for (var node : List.of(arguments).subList(4, arguments.length)) {
        var name = node.substring(0, node.indexOf('='));
        var pid = Long.parseLong(node.substring(node.indexOf('=') + 1));
        var url = Objects.requireNonNull(urls.get(name), name);
        nodes.add(new NodeWork.Node(name, url, pid, token));
      }
      var window = Duration.ofSeconds(Long.parseLong(arguments[3]));
      var cost = new AttachedCost(http, members, nodes, window);
      for (var round = 1; round <= Integer.parseInt(arguments[2]); round++) {
        cost.round(round);
      }
    }
  }

  private void round(int number) throws IOException, InterruptedException {
    var apart = number % 2 == 1 ? nodes : nodes.reversed();
    var without = 0.0;
    var with = 0.0;
    var rate = 0.0;
    for (var one : apart) {
      for (var node : window(one)) {
        rate += node.rate() / nodes.size();
        if (node.listened()) {
          with += Math.log(node.micros()) / (nodes.size() - 1);
        } else {
          without += Math.log(node.micros());
        }
      }
    }
    var windows = nodes.size();
    System.out.printf("%.3f %.3f%n", Math.exp(without / windows), Math.exp(with / windows));
    System.err.printf(
        "round %d: %.0f requests/s, %.2f and %.2f µs, ratio %.4f%n",
        number,
        rate,
        Math.exp(without / windows),
        Math.exp(with / windows),
        Math.exp((with - without) / windows));
  }

  /**
   * A node in a window.
   *
   * @param rate requests a second
   * @param micros of processor time a request
   */
  private record Cost(boolean listened, double rate, double micros) {}

  /** All nodes, while all but that one are listened to. */
  private List<Cost> window(NodeWork.Node apart) throws IOException, InterruptedException {
    var listened = new TreeMap<String, URI>();
    nodes.stream()
        .filter(node -> !node.equals(apart))
        .forEach(node -> listened.put(node.name(), node.url()));
    members.name(listened);
    var clock = Clock.systemUTC();
    try (var feed = TelemetryFeed.live(http, members.address(), HistoryStore.empty(clock), clock)) {
      while (feed.state().heard() < listened.size()) {
        Thread.sleep(20);
      }
      Thread.sleep(SETTLED);
      var before = new ArrayList<NodeWork>();
      for (var node : nodes) {
        before.add(node.before(http));
      }
      Thread.sleep(window);
      var costs = new ArrayList<Cost>();
      for (var i = 0; i < nodes.size(); i++) {
        var node = nodes.get(i);
        var work = node.after(http).since(before.get(i));
        costs.add(
            new Cost(
                !node.equals(apart),
                work.requests() / window.toSeconds(),
                work.microsPerRequest()));
      }
      return costs;
    }
  }
}
