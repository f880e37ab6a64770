package ai.hal9.sim.trust;

import ai.hal9.api.tls.TrustedCertificates;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.Hal9Home;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts what Java trusts and, in the user's own directory, the certificates in {@code trust} and
 * those of the clusters on this machine. Looks for new ones at every handshake, so that a cluster
 * that was started after this program is trusted too.
 */
public final class HomeTrust extends X509ExtendedTrustManager {

  private static final Logger LOG = LoggerFactory.getLogger(HomeTrust.class);

  /** Made when the first asks. */
  private static final class Standard {
    static final SSLContext CONTEXT =
        TrustedCertificates.context(new HomeTrust(Hal9Home.standard()));
    static final SSLSocketFactory SOCKETS = CONTEXT.getSocketFactory();
  }

  private final Hal9Home home;
  private Map<Path, FileTime> known = Map.of();
  private @Nullable X509ExtendedTrustManager trusted;

  /** Trust by the files in this directory. */
  public HomeTrust(Hal9Home home) {
    this.home = home;
  }

  /** What this program's connections over TLS trust: by the files in {@code HAL9_HOME}. */
  public static SSLContext context() {
    return Standard.CONTEXT;
  }

  /** Sockets that trust so: the same each time, so that connections can be kept open. */
  public static SSLSocketFactory sockets() {
    return Standard.SOCKETS;
  }

  /** A client over HTTP that trusts so. */
  public static HttpClient client() {
    return HttpClient.newBuilder().sslContext(context()).build();
  }

  private synchronized X509ExtendedTrustManager trusted() throws CertificateException {
    try {
      var files = files();
      var current = trusted;
      if (current == null || !files.equals(known)) {
        current = TrustedCertificates.with(readable(files));
        trusted = current;
        known = files;
      }
      return current;
    } catch (IOException | GeneralSecurityException e) {
      throw new CertificateException("what to trust cannot be read: " + e.getMessage(), e);
    }
  }

  private Map<Path, FileTime> files() throws IOException {
    var files = new TreeMap<Path, FileTime>();
    for (var place : List.of(home.trust(), home.clusters())) {
      if (!Files.isDirectory(place)) {
        continue;
      }
      try (var entries = Files.newDirectoryStream(place)) {
        for (var entry : entries) {
          var file = place.equals(home.trust()) ? entry : new ClusterDirectory(entry).certificate();
          if (Files.isRegularFile(file) && file.toString().endsWith(".pem")) {
            files.put(file, Files.getLastModifiedTime(file));
          }
        }
      }
    }
    return Map.copyOf(files);
  }

  /** One file that is no certificate takes nobody's trust away. */
  private static List<Path> readable(Map<Path, FileTime> files) {
    var readable = new ArrayList<Path>();
    for (var file : files.keySet()) {
      try {
        var _ = TrustedCertificates.with(List.of(file));
        readable.add(file);
      } catch (IOException | GeneralSecurityException e) {
        LOG.warn("Not trusted: {}", e.getMessage());
      }
    }
    return readable;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trusted().checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trusted().checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trusted().checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trusted().checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trusted().checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trusted().checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    try {
      return trusted().getAcceptedIssuers();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
