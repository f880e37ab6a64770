package ai.hal9.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.api.tls.TrustedCertificates;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.trust.HomeTrust;
import ai.hal9.stores.file.Trees;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** Real processes, with a stand-in for the engine, behind https. */
class SecureClusterIT {

  private final Hal9Home home = StandIn.home();
  private final ClusterControl control = ClusterControl.of(home, StandIn.installation());

  @Test
  void cluster_overTls_isReadyThere_andIsTrustedByItsOwnHomeAlone() throws Exception {
    var spec = spec("secure");
    Trees.delete(home.cluster("secure").root());
    try (var cluster = control.start(spec, event -> {})) {
      var state = cluster.state();
      assertThat(state.state()).isEqualTo(Phase.READY);
      assertThat(state.url()).hasScheme("https").isEqualTo(state.balancer().url());
      var ready = HttpRequest.newBuilder(state.url().resolve("/health/ready")).build();

      try (var http = client(TrustedCertificates.context(new HomeTrust(home)))) {
        assertThat(http.send(ready, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      }
      try (var http = client(TrustedCertificates.context(TrustedCertificates.with(List.of())))) {
        assertThatThrownBy(() -> http.send(ready, BodyHandlers.discarding()))
            .isInstanceOf(SSLHandshakeException.class);
      }
      assertThat(Files.readString(home.cluster("secure").config().resolve("node-1.yaml")))
          .contains("ca_file: \"" + home.cluster("secure").certificate());
    }
  }

  @Test
  void cluster_whoseKeyIsNone_doesNotStart_andTheReasonNamesIt() throws Exception {
    var directory = home.cluster("keyless");
    Trees.delete(directory.root());
    Files.createDirectories(directory.certificateKey().getParent());
    Files.writeString(directory.certificate(), "no certificate");
    Files.writeString(directory.certificateKey(), "no key");

    assertThatThrownBy(() -> control.start(spec("keyless"), event -> {}))
        .isInstanceOf(SimException.class)
        .hasMessageContaining("tls/key.pem: the key is none in PKCS #8");
    assertThat(directory.state()).doesNotExist();
  }

  private static ClusterSpec spec(String name) {
    return ClusterSpec.named(name).withNodes(1).withStandbys(0).withFresh(true).withTls(true);
  }

  private static HttpClient client(SSLContext trust) {
    return HttpClient.newBuilder().sslContext(trust).build();
  }
}
