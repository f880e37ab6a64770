package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {

  private final ClusterState first = cluster("first", 8_081, Phase.READY);
  private final ClusterState second = cluster("second", 8_082, Phase.DEGRADED);
  private final ClusterState stopped = cluster("stopped", 8_083, Phase.STOPPED);
  private final ListedClusters clusters = new ListedClusters(List.of(first, second, stopped));

  @Test
  void of_aLocalClustersUrl_isTheCluster() {
    assertThat(Target.of("http://127.0.0.1:8081", false, clusters))
        .isEqualTo(new Target.Cluster(first));
    assertThat(Target.of("localhost:8082/", false, clusters)).isEqualTo(new Target.Cluster(second));
  }

  @Test
  void of_anyOtherUrl_isAnAddress() {
    for (var url :
        List.of("http://127.0.0.1:9000", "http://127.0.0.1:8083", "http://127.0.0.1:8081/v2")) {
      assertThat(Target.of(url, false, clusters))
          .isEqualTo(new Target.Address(URI.create(url), true));
    }
  }

  @Test
  void running_oneOfSeveral_needsItsName() {
    assertThat(Target.running(clusters, "second")).isEqualTo(new Target.Cluster(second));
    assertThatThrownBy(() -> Target.running(clusters, null)).hasMessageContaining("first, second");
    assertThatThrownBy(() -> Target.running(clusters, "stopped")).hasMessageContaining("hal9 up");
  }

  private static ClusterState cluster(String name, int port, Phase phase) {
    var url = URI.create("http://127.0.0.1:" + port);
    return new ClusterState(
        name,
        phase,
        url,
        Path.of("token"),
        List.of(),
        List.of(),
        List.of(),
        new ClusterState.Balancer(1, url),
        null);
  }
}
