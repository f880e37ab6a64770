package ai.hal9.console.smoke;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Fifty signals a second, until it is closed. */
final class SteadyLoad implements AutoCloseable {

  private static final long PERIOD_MILLIS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final AtomicInteger sent = new AtomicInteger();

  private SteadyLoad() {}

  static SteadyLoad on(URI cluster) {
    var load = new SteadyLoad();
    var _ =
        load.clock.scheduleAtFixedRate(
            () -> load.send(cluster), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return load;
  }

  private void send(URI cluster) {
    var body = "{\"content\": \"signal %d\"}".formatted(sent.incrementAndGet() % 500);
    try {
      http.send(
          HttpRequest.newBuilder(cluster.resolve("/api/v1/signal"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.discarding());
    } catch (IOException e) {
      // the cluster's own figures show it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    http.shutdownNow();
  }
}
