package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.load.LoadOutcome;
import ai.hal9.sim.trust.TestIdentity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Load over TLS. */
class SecureTargetTest {

  private static final String SCENARIO =
      "executor: constant-vus\nvus: 4\nduration: 1s\nthink-time: 1ms";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // made before each
  private TestIdentity identity;

  @BeforeEach
  void makeIdentity() throws Exception {
    identity = TestIdentity.in(folder);
  }

  @Test
  void target_thatIsTrusted_isSentEverythingAndAnswers() throws Exception {
    try (var target = EchoTarget.start("127.0.0.1", serving(identity))) {
      var generator = new NettyGenerator(Transport.available(), identity.trusting());

      var result = LoadGeneratorTest.run(generator, target.uri(), SCENARIO, (_, _) -> {});

      var counts = result.counts();
      assertThat(counts.completed()).isPositive().isEqualTo(counts.offered());
      assertThat(counts.failedRate()).isZero();
      assertThat(result.responseTime().count()).isEqualTo(counts.completed());
    }
  }

  @Test
  void target_thatIsNotTrusted_isUnreachable_andTheReasonSaysWhatToDo() throws Exception {
    try (var target = EchoTarget.start("127.0.0.1", serving(identity))) {
      assertThat(outcome(target.uri(), TestIdentity.stranger()))
          .isInstanceOfSatisfying(
              LoadOutcome.Unreachable.class,
              unreachable ->
                  assertThat(unreachable.reason())
                      .contains("127.0.0.1 is not trusted")
                      .contains("trust of HAL9_HOME"));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // others have 127.0.0.1 alone
  void target_underANameThatItsCertificateLacks_isUnreachable() throws Exception {
    try (var target = EchoTarget.start("127.0.0.2", serving(identity))) {
      assertThat(outcome(target.uri(), identity.trusting()))
          .isInstanceOf(LoadOutcome.Unreachable.class);
    }
  }

  @Test
  void target_inClearText_isUnreachableOverTls() throws Exception {
    try (var target = EchoTarget.start()) {
      var secure = URI.create("https://127.0.0.1:" + target.uri().getPort());
      assertThat(outcome(secure, identity.trusting()))
          .isInstanceOfSatisfying(
              LoadOutcome.Unreachable.class,
              unreachable -> assertThat(unreachable.reason()).contains("does not speak https"));
    }
  }

  private static LoadOutcome outcome(URI target, SSLContext trust) {
    return new NettyGenerator(Transport.available(), trust)
        .start(LoadGeneratorTest.scenario(SCENARIO), target, (_, _) -> {})
        .outcome()
        .join();
  }

  private static SSLContext serving(TestIdentity identity) throws Exception {
    var body =
        Files.readString(identity.key()).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    var key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(identity.certificate())) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
