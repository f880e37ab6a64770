package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for this machine that it signed itself, made by the JDK's keytool. */
final class TestCertificate {

  private static final String PASSWORD = "password";

  private final Path folder;
  private final KeyStore store;

  private TestCertificate(Path folder, KeyStore store) {
    this.folder = folder;
    this.store = store;
  }

  /**
   * @param algorithm as keytool names it: RSA, EC, Ed25519
   * @param daysOld how long ago its 30 days began
   */
  static TestCertificate make(Path folder, String algorithm, int daysOld) throws Exception {
    var file = Files.createDirectories(folder).resolve("store.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-startdate",
                "-" + daysOld + "d",
                "-validity",
                "30",
                "-dname",
                "CN=hal9",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool failed");
    }
    var made =
        new TestCertificate(folder, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
    made.write("server.pem", "CERTIFICATE", made.store.getCertificate("server").getEncoded());
    made.write(
        "server.key",
        "PRIVATE KEY",
        made.store.getKey("server", PASSWORD.toCharArray()).getEncoded());
    return made;
  }

  Path certificates() {
    return folder.resolve("server.pem");
  }

  Path key() {
    return folder.resolve("server.key");
  }

  /** What a client needs that trusts this certificate and no other. */
  SSLContext trusting() throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private void write(String name, String kind, byte[] content) throws IOException {
    var text =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(
                kind,
                Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content),
                kind);
    Files.writeString(folder.resolve(name), text, US_ASCII);
  }
}
