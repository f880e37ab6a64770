package ai.hal9.sim.trust;

import ai.hal9.api.tls.TrustedCertificates;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A server's certificate as a local cluster makes it, and clients that trust it or do not. */
public record TestIdentity(Path certificate, Path key) {

  /** Makes one. */
  public static TestIdentity in(Path folder) throws IOException {
    var identity = new TestIdentity(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    LocalCertificate.keep(identity.certificate, identity.key, InstantSource.system());
    return identity;
  }

  /** What trusts it. */
  public SSLContext trusting() throws IOException, GeneralSecurityException {
    return TrustedCertificates.context(TrustedCertificates.with(List.of(certificate)));
  }

  /** What does not. */
  public static SSLContext stranger() throws IOException, GeneralSecurityException {
    return TrustedCertificates.context(TrustedCertificates.with(List.of()));
  }

  /** A client over HTTP/1.1. */
  public static HttpClient client(SSLContext trust) {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust).build();
  }
}
