package ai.hal9.engine.probe;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.api.tls.TrustedCertificates;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.engine.telemetry.StoreReading;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the balancer's own status page, over Java's old blocking client: this thread waits anyway,
 * and for one small page a second the new one brings threads and stages of its own.
 */
final class BalancerProbe implements StoreProbe {

  private static final int TIMEOUT_MILLIS = 900;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI status;
  private final @Nullable Path authorities;
  private final @Nullable String token;
  private final String cluster;
  private final String region;
  private @Nullable HttpURLConnection last;
  private @Nullable SSLSocketFactory sockets;
  private String startedText = "";
  private Instant startedAt = Instant.EPOCH;

  BalancerProbe(
      URI balancer,
      @Nullable Path authorities,
      @Nullable String token,
      String cluster,
      String region) {
    status = balancer.resolve("/balancer/status");
    this.authorities = authorities;
    this.token = token;
    this.cluster = cluster;
    this.region = region;
  }

  @Override
  public SourceKind kind() {
    return SourceKind.BALANCER;
  }

  @Override
  public StoreReading read() throws IOException {
    var connection = (HttpURLConnection) status.toURL().openConnection();
    last = connection;
    if (connection instanceof HttpsURLConnection secure && authorities != null) {
      secure.setSSLSocketFactory(sockets(authorities));
    }
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    if (token != null) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      var code = connection.getResponseCode();
      close();
      throw new IOException(status + " answers " + code);
    }
    try (var page = connection.getInputStream()) {
      return reading(JSON.readTree(page.readAllBytes()));
    }
  }

  /** Made once: a connection that is kept open is known by who makes its sockets. */
  private SSLSocketFactory sockets(Path trusted) throws IOException {
    var made = sockets;
    if (made == null) {
      try {
        made =
            TrustedCertificates.context(TrustedCertificates.with(List.of(trusted)))
                .getSocketFactory();
      } catch (GeneralSecurityException e) {
        throw new IOException(e.getMessage(), e);
      }
      sockets = made;
    }
    return made;
  }

  private StoreReading reading(JsonNode page) {
    var counters = new HashMap<Series, Double>();
    var gauges = new HashMap<Series, Double>();
    gauges.put(
        MetricCatalogue.BALANCER_CONNECTIONS.series(), page.required("connections").asDouble());
    for (var upstream : page.required("upstreams")) {
      var name = upstream.required("name").asString();
      gauges.put(
          MetricCatalogue.BALANCER_UP.series(name),
          upstream.required("up").asBoolean() ? 1.0 : 0.0);
      gauges.put(
          MetricCatalogue.BALANCER_IN_FLIGHT.series(name),
          upstream.required("inFlight").asDouble());
      counters.put(
          MetricCatalogue.BALANCER_RETRIES.series(name), upstream.required("retries").asDouble());
      for (var requests : upstream.required("requests").properties()) {
        counters.put(
            MetricCatalogue.BALANCER_REQUESTS.series(name, requests.getKey()),
            requests.getValue().asDouble());
      }
    }
    var source =
        new TelemetrySource(
            SourceKind.BALANCER,
            status.getAuthority(),
            cluster,
            region,
            "",
            startedAt(page.required("startedAt").asString()));
    return new StoreReading(source, counters, gauges);
  }

  /** It stays the same for as long as the balancer runs, and a text takes long to read. */
  private Instant startedAt(String text) {
    if (!text.equals(startedText)) {
      startedAt = Instant.parse(text);
      startedText = text;
    }
    return startedAt;
  }

  /** The connection is kept open for the next page until then. */
  @Override
  public void close() {
    var open = last;
    last = null;
    if (open != null) {
      open.disconnect();
    }
  }
}
