package ai.hal9.sim.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.process.PortChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlannedStoreTest {

  @TempDir private Path directory;

  @BeforeEach
  void data() throws IOException {
    Files.createDirectories(new ClusterDirectory(directory).data());
  }

  @Test
  void servers_ofNewStore_beginWithTheFirst() {
    assertThat(planned(2).names())
        .containsExactly("postgres", "postgres-standby-1", "postgres-standby-2");
  }

  @Test
  void servers_whereAnotherHasTheData_beginWithThatOne() throws IOException {
    planned(2).primacy().pass("postgres-standby-2");

    assertThat(planned(2).names())
        .containsExactly("postgres-standby-2", "postgres", "postgres-standby-1");
    assertThat(planned(1).names()).containsExactly("postgres-standby-2", "postgres");
    assertThat(planned(0).names()).containsExactly("postgres-standby-2");
  }

  private PlannedStore planned(int followers) {
    return PlannedStore.of(
        "postgres",
        "standby",
        followers,
        new ClusterDirectory(directory),
        PortChoice.of(new Random(1)));
  }
}
