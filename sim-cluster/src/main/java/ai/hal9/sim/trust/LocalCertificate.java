package ai.hal9.sim.trust;

import ai.hal9.sim.SimException;
import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that signs itself, for a server on this machine under the names {@code localhost},
 * {@code 127.0.0.1} and {@code ::1}: P-256, for ten years. Whoever wants another puts it in its
 * place.
 */
public final class LocalCertificate {

  private static final Duration LIFE = Duration.ofDays(3_650);

  /** A clock that is a little behind finds it valid too. */
  private static final Duration BEFORE = Duration.ofHours(1);

  private static final int SERIAL_BITS = 127;

  private LocalCertificate() {}

  /**
   * Makes certificate and key where there is neither; else sees that they belong together.
   *
   * @param key PKCS #8; made, it is readable for its owner only
   * @throws SimException when one is missing, cannot be read or is not the other's
   */
  public static void keep(Path certificate, Path key, InstantSource clock) throws IOException {
    if (Files.exists(certificate) || Files.exists(key)) {
      check(certificate, key);
    } else {
      make(certificate, key, clock);
    }
  }

  /** Has the key sign something that the certificate must confirm. */
  private static void check(Path certificate, Path key) {
    String wrong;
    try (var in = Files.newInputStream(certificate);
        var parser = new PEMParser(Files.newBufferedReader(key))) {
      if (parser.readObject() instanceof PrivateKeyInfo info) {
        var own = new JcaPEMKeyConverter().getPrivateKey(info);
        var shown = CertificateFactory.getInstance("X.509").generateCertificate(in);
        wrong = confirmed(own, shown) ? "" : "the key is another certificate's";
      } else {
        wrong = "the key is none in PKCS #8 without a password";
      }
    } catch (NoSuchFileException e) {
      wrong = "%s is missing".formatted(e.getFile());
    } catch (IOException | GeneralSecurityException e) {
      wrong = String.valueOf(e.getMessage());
    }
    if (!wrong.isEmpty()) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "the cluster cannot serve https with %s and %s: %s; put a certificate and its key there in PEM, or remove both to have them made"
              .formatted(certificate, key, wrong));
    }
  }

  private static boolean confirmed(PrivateKey own, Certificate shown)
      throws GeneralSecurityException {
    var signature =
        Signature.getInstance(
            switch (own.getAlgorithm()) {
              case "EC" -> "SHA256withECDSA";
              case "RSA" -> "SHA256withRSA";
              default -> own.getAlgorithm();
            });
    var anything = new byte[] {1, 2, 3};
    signature.initSign(own);
    signature.update(anything);
    var signed = signature.sign();
    try {
      signature.initVerify(shown);
      signature.update(anything);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      return false;
    }
  }

  private static void make(Path certificate, Path key, InstantSource clock) throws IOException {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      var name = new X500Name("CN=HAL9 cluster on this machine");
      var begin = clock.instant().minus(BEFORE);
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
              Date.from(begin),
              Date.from(begin.plus(LIFE)),
              name,
              pair.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.iPAddress, "::1")
              }));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      X509Certificate made =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      WholeFile.write(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
      WholeFile.write(certificate, pem(made));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  private static String pem(Object content) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    }
    return text.toString();
  }
}
