package ai.hal9.engine.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a server proves itself with: a chain of certificates and the private key of the first. */
public final class TlsIdentity {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /** What two files held. */
  public sealed interface Reading {
    /** A certificate that is valid now, and its key. */
    record Read(TlsIdentity identity) implements Reading {}

    /** Why they cannot be used, and what to do. */
    record Refused(String reason) implements Reading {}
  }

  /**
   * Reads both files.
   *
   * @param certificates PEM, the server's own first
   * @param key PEM, PKCS #8 (RFC 5958), without a password
   */
  public static Reading read(Path certificates, Path key) {
    try {
      var chain = chain(certificates);
      if (chain.isEmpty()) {
        return new Reading.Refused(certificates + " holds no certificate in PEM");
      }
      var pem = KEY.matcher(Files.readString(key, StandardCharsets.US_ASCII));
      if (!pem.find()) {
        return new Reading.Refused(
            "%s holds no PKCS #8 key without a password; make one: openssl pkcs8 -topk8 -nocrypt"
                .formatted(key));
      }
      chain.getFirst().checkValidity();
      var identity = new TlsIdentity(chain, privateKey(pem.group(1), chain.getFirst()));
      return identity.matches()
          ? new Reading.Read(identity)
          : new Reading.Refused(key + " is not the key of the certificate in " + certificates);
    } catch (CertificateException e) {
      return new Reading.Refused(
          "the certificate in %s cannot be used: %s".formatted(certificates, e.getMessage()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // its message may quote what it could not read
      return new Reading.Refused(key + " holds no key that fits " + certificates);
    } catch (IOException e) {
      return new Reading.Refused("cannot be read: " + e.getMessage());
    }
  }

  /** For a server; clients are not asked who they are. */
  public SSLContext context() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, new char[0], chain.toArray(X509Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no TLS of a certificate that was checked", e);
    }
  }

  private static List<X509Certificate> chain(Path file) throws CertificateException, IOException {
    try (var in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  private static PrivateKey privateKey(String base64, X509Certificate certificate)
      throws GeneralSecurityException {
    var encoded = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private boolean matches() throws GeneralSecurityException {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    var proof = "hal9".getBytes(StandardCharsets.US_ASCII);
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(proof);
    var signed = signature.sign();
    signature.initVerify(chain.getFirst());
    signature.update(proof);
    return signature.verify(signed);
  }
}
