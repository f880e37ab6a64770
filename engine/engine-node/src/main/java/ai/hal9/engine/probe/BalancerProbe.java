package ai.hal9.engine.probe;

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
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the balancer's own status page, over Java's old blocking client: this thread waits anyway,
 * and for one small page a second the new one brings threads and stages of its own.
 */
final class BalancerProbe implements StoreProbe {

  private static final int TIMEOUT_MILLIS = 900;

  private final URI status;
  private final BalancerPage page = new BalancerPage();
  private final @Nullable Path authorities;
  private final @Nullable String token;
  private final String cluster;
  private final String region;
  private @Nullable HttpURLConnection last;
  private @Nullable SSLSocketFactory sockets;
  private String startedText = "";
  private @Nullable TelemetrySource source;

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
    try (var body = connection.getInputStream()) {
      var told = page.read(body.readAllBytes());
      return new StoreReading(source(told.startedAt()), told.counters(), told.gauges());
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

  /** The same for as long as the balancer runs, and the text takes long to read. */
  private TelemetrySource source(String started) {
    var known = source;
    if (known == null || !started.equals(startedText)) {
      known =
          new TelemetrySource(
              SourceKind.BALANCER,
              status.getAuthority(),
              cluster,
              region,
              "",
              Instant.parse(started));
      source = known;
      startedText = started;
    }
    return known;
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
