package ai.hal9.console.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a node has done so far: requests answered, and processor time used by its threads but for
 * the compilers, which work most when something is switched. Those must stay for their time to be
 * known: {@code -XX:-UseDynamicNumberOfCompilerThreads}.
 *
 * @param requests answered with success, as HAProxy in front of the nodes counts them: a node tells
 *     its own as of the end of an interval
 * @param nanos processor time
 */
record NodeWork(double requests, long nanos) {

  private static final Pattern COMPILER = Pattern.compile("C[12] Compiler.*");

  /** A node of this machine. */
  record Node(String name, URI url, long pid) {}

  /**
   * Of some nodes, the requests first.
   *
   * @param statistics of HAProxy, as CSV
   */
  static List<NodeWork> before(List<Node> nodes, HttpClient http, URI statistics)
      throws IOException, InterruptedException {
    var requests = requests(http, statistics);
    return together(nodes, requests, nanos(nodes));
  }

  /** The same, the processor time first. */
  static List<NodeWork> after(List<Node> nodes, HttpClient http, URI statistics)
      throws IOException, InterruptedException {
    var nanos = nanos(nodes);
    return together(nodes, requests(http, statistics), nanos);
  }

  private static List<NodeWork> together(
      List<Node> nodes, Map<String, Double> requests, List<Long> nanos) {
    var works = new ArrayList<NodeWork>();
    for (var i = 0; i < nodes.size(); i++) {
      works.add(new NodeWork(requests.getOrDefault(nodes.get(i).name(), 0.0), nanos.get(i)));
    }
    return works;
  }

  private static Map<String, Double> requests(HttpClient http, URI statistics)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(statistics).build();
    var lines = http.send(request, BodyHandlers.ofString()).body().lines().toList();
    var columns = List.of(lines.getFirst().replace("# ", "").split(",", -1));
    var answered = new HashMap<String, Double>();
    for (var line : lines.subList(1, lines.size())) {
      var values = line.split(",", -1);
      var count = values[columns.indexOf("hrsp_2xx")];
      if (!count.isEmpty()) {
        answered.put(values[columns.indexOf("svname")], Double.parseDouble(count));
      }
    }
    return answered;
  }

  private static List<Long> nanos(List<Node> nodes) throws IOException {
    var all = new ArrayList<Long>();
    for (var node : nodes) {
      all.add(nanos(node));
    }
    return all;
  }

  private static long nanos(Node node) throws IOException {
    var nanos = 0L;
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + node.pid() + "/task"))) {
      for (var thread : threads) {
        try {
          if (!COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt()) {
            var used = Files.readString(thread.resolve("schedstat"));
            nanos += Long.parseLong(used.substring(0, used.indexOf(' ')));
          }
        } catch (NoSuchFileException e) {
          // a thread that ended since; what it had used is not seen any more
        }
      }
    }
    return nanos;
  }

  /** What it has done since then. */
  NodeWork since(NodeWork before) {
    return new NodeWork(requests - before.requests, nanos - before.nanos);
  }

  /** Microseconds of processor time a request. */
  double microsPerRequest() {
    return nanos / 1e3 / requests;
  }
}
