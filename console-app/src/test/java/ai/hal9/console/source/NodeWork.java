package ai.hal9.console.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a node has done so far: requests answered, and processor time used by its threads but for
 * the compilers, which work most when something is switched. Those must stay for their time to be
 * known: {@code -XX:-UseDynamicNumberOfCompilerThreads}.
 *
 * @param requests signals answered with success
 * @param nanos processor time
 */
record NodeWork(double requests, long nanos) {

  private static final Pattern ANSWERED =
      Pattern.compile("^http_requests_total\\{([^}]*)} ([0-9.eE+]+)", Pattern.MULTILINE);
  private static final Pattern COMPILER = Pattern.compile("C[12] Compiler.*");

  /** A node of this machine. */
  record Node(String name, URI url, long pid, String token) {

    /** Its counters first and then its processor time: to tell them costs it something. */
    NodeWork before(HttpClient http) throws IOException, InterruptedException {
      var requests = requests(http);
      return new NodeWork(requests, nanos());
    }

    /** Its processor time first. */
    NodeWork after(HttpClient http) throws IOException, InterruptedException {
      var nanos = nanos();
      return new NodeWork(requests(http), nanos);
    }

    private double requests(HttpClient http) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create(url + "/metrics"))
              .header("Authorization", "Bearer " + token)
              .build();
      var page = http.send(request, BodyHandlers.ofString()).body();
      return ANSWERED
          .matcher(page)
          .results()
          .filter(line -> line.group(1).contains("route=\"/api/v1/signal\""))
          .filter(line -> line.group(1).contains("status=\"200\""))
          .mapToDouble(line -> Double.parseDouble(line.group(2)))
          .sum();
    }

    private long nanos() throws IOException {
      var nanos = 0L;
      try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
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
