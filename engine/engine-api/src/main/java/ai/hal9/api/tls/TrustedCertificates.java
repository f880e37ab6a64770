package ai.hal9.api.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trust in certificates of one's own, beside those that Java trusts: never instead of checking, and
 * names are checked as ever (RFC 9110, 4.3.4).
 */
public final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * Trusts what Java trusts, and these certificates, be they authorities' or a server's own.
   *
   * @param files PEM, one certificate or more each
   * @throws IOException when a file cannot be read
   * @throws GeneralSecurityException when a file holds no certificate
   */
  public static X509ExtendedTrustManager with(Collection<Path> files)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var number = 0;
    for (var authority : managerOf(null).getAcceptedIssuers()) {
      store.setCertificateEntry("java-" + number++, authority);
    }
    for (var file : files) {
      for (var certificate : read(file)) {
        store.setCertificateEntry("file-" + number++, certificate);
      }
    }
    return managerOf(store);
  }

  /** What clients connect with that trust so. */
  public static SSLContext context(X509ExtendedTrustManager trust) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (NoSuchAlgorithmException | KeyManagementException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private static Collection<? extends java.security.cert.Certificate> read(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new CertificateException("there is none in it");
      }
      return List.copyOf(certificates);
    } catch (CertificateException e) {
      throw new CertificateException(file + " is no certificate in PEM: " + e.getMessage(), e);
    }
  }

  private static X509ExtendedTrustManager managerOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
