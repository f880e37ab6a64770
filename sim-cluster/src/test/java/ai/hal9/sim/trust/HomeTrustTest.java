package ai.hal9.sim.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.Hal9Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTrustTest {

  @TempDir private Path folder;

  @Test
  void certificate_ofACluster_isTrustedFromWhenItIsThere() throws Exception {
    var home = new Hal9Home(folder);
    var trust = new HomeTrust(home);
    var apart = TestIdentity.in(folder.resolve("elsewhere"));
    assertThatThrownBy(() -> trust.checkServerTrusted(chain(apart.certificate()), "ECDHE_ECDSA"))
        .isInstanceOf(CertificateException.class);

    var cluster = home.cluster("lab");
    LocalCertificate.keep(cluster.certificate(), cluster.certificateKey(), InstantSource.system());

    assertThatCode(() -> trust.checkServerTrusted(chain(cluster.certificate()), "ECDHE_ECDSA"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> trust.checkServerTrusted(chain(apart.certificate()), "ECDHE_ECDSA"))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void fileThatIsNoCertificate_takesNobodysTrustAway() throws Exception {
    var home = new Hal9Home(folder);
    Files.createDirectories(home.trust());
    Files.writeString(home.trust().resolve("broken.pem"), "nothing");
    var added = TestIdentity.in(home.trust());
    Files.delete(added.key());

    var trust = new HomeTrust(home);

    assertThatCode(() -> trust.checkServerTrusted(chain(added.certificate()), "ECDHE_ECDSA"))
        .doesNotThrowAnyException();
    assertThat(trust.getAcceptedIssuers()).hasSizeGreaterThan(50);
  }

  @Test
  void certificate_made_namesThisMachineForTenYears_andIsKept() throws Exception {
    var now = Instant.parse("2026-11-27T12:00:00Z");
    var certificate = folder.resolve("tls/certificate.pem");
    var key = folder.resolve("tls/key.pem");

    LocalCertificate.keep(certificate, key, () -> now);

    var made = chain(certificate)[0];
    assertThat(made.getSubjectAlternativeNames())
        .extracting(each -> String.valueOf(each.get(1)))
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(made.getNotAfter()).isAfter("2036-11-01").isBefore("2036-12-01");
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    var before = Files.readString(certificate);
    LocalCertificate.keep(certificate, key, () -> now);
    assertThat(certificate).hasContent(before);
  }

  @Test
  void certificate_withoutItsKey_orWithAnothers_isRefusedAndKept() throws Exception {
    var own = TestIdentity.in(folder.resolve("own"));
    var other = TestIdentity.in(folder.resolve("other"));
    var before = Files.readString(own.certificate());

    assertThatThrownBy(
            () -> LocalCertificate.keep(own.certificate(), other.key(), InstantSource.system()))
        .isInstanceOf(SimException.class)
        .hasMessageContaining("the key is another certificate's");
    Files.delete(own.key());
    assertThatThrownBy(
            () -> LocalCertificate.keep(own.certificate(), own.key(), InstantSource.system()))
        .isInstanceOf(SimException.class)
        .hasMessageContaining("key.pem is missing");
    assertThat(own.certificate()).hasContent(before);
  }

  private static X509Certificate[] chain(Path file) throws Exception {
    try (var in = Files.newInputStream(file)) {
      return new X509Certificate[] {
        (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in)
      };
    }
  }
}
