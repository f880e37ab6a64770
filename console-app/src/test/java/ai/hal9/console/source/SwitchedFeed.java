package ai.hal9.console.source;

import ai.hal9.console.series.HistoryStore;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Listens to a cluster as the console does, from the line {@code on} to the line {@code off} on its
 * standard input, and answers each line when that is so. {@code console-app/bin/attached-cost} runs
 * it.
 */
public final class SwitchedFeed {

  private SwitchedFeed() {}

  /** Takes the cluster's address and the file of its token. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var address =
        new ClusterAddress(
            URI.create(arguments[0]), Files.readString(Path.of(arguments[1])).strip());
    var clock = Clock.systemUTC();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (var http = HttpClient.newHttpClient()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        try (var feed = TelemetryFeed.live(http, address, HistoryStore.empty(clock), clock)) {
          while (feed.state().heard() == 0 || feed.state().heard() < feed.state().nodes().size()) {
            Thread.sleep(20);
          }
          System.out.println("on");
          lines.readLine();
        }
        System.out.println("off");
      }
    }
  }
}
