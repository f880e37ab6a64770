package ai.hal9.engine.probe;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.engine.telemetry.StoreReading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Asks the balancer's own status page. */
final class BalancerProbe implements StoreProbe {

  private static final Duration TIMEOUT = Duration.ofMillis(900);

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final URI status;
  private final @Nullable String token;
  private final String cluster;
  private final String region;
  private @Nullable HttpClient client;

  BalancerProbe(URI balancer, @Nullable String token, String cluster, String region) {
    status = balancer.resolve("/balancer/status");
    this.token = token;
    this.cluster = cluster;
    this.region = region;
  }

  /** The page, as far as it is told on. */
  private record Status(Instant startedAt, double connections, List<Upstream> upstreams) {}

  /** One node behind the balancer. */
  private record Upstream(
      String name, boolean up, double inFlight, Map<String, Double> requests, double retries) {}

  @Override
  public SourceKind kind() {
    return SourceKind.BALANCER;
  }

  @Override
  public StoreReading read() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(status).timeout(TIMEOUT);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    var response = client().send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(status + " answers " + response.statusCode());
    }
    return reading(JSON.readValue(response.body(), Status.class));
  }

  private StoreReading reading(Status page) {
    var counters = new HashMap<Series, Double>();
    var gauges = new HashMap<Series, Double>();
    gauges.put(MetricCatalogue.BALANCER_CONNECTIONS.series(), page.connections());
    for (var upstream : page.upstreams()) {
      var name = upstream.name();
      gauges.put(MetricCatalogue.BALANCER_UP.series(name), upstream.up() ? 1.0 : 0.0);
      gauges.put(MetricCatalogue.BALANCER_IN_FLIGHT.series(name), upstream.inFlight());
      counters.put(MetricCatalogue.BALANCER_RETRIES.series(name), upstream.retries());
      upstream
          .requests()
          .forEach(
              (answer, count) ->
                  counters.put(MetricCatalogue.BALANCER_REQUESTS.series(name, answer), count));
    }
    var source =
        new TelemetrySource(
            SourceKind.BALANCER, status.getAuthority(), cluster, region, "", page.startedAt());
    return new StoreReading(source, counters, gauges);
  }

  /** Made at first use: a node nobody watches needs no HTTP client. */
  private HttpClient client() {
    var open = client;
    if (open == null) {
      open = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
      client = open;
    }
    return open;
  }

  @Override
  public void close() {
    var open = client;
    client = null;
    if (open != null) {
      open.shutdownNow();
    }
  }
}
