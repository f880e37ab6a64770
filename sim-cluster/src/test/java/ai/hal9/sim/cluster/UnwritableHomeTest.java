package ai.hal9.sim.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UnwritableHomeTest {

  @TempDir private Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void start_whereNothingCanBeWritten_saysSoInWords() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "");

    assertRefused(file.resolve("home"), " (Not a directory); check its owner and mode");
    // nobody may make a directory there, root included
    assertRefused(Path.of("/proc/none"), "clusters/c; check its owner and mode");
  }

  private static void assertRefused(Path home, String words) {
    var control = ClusterControl.of(new Hal9Home(home), StandIn.installation());
    assertThatThrownBy(() -> control.start(ClusterSpec.named("c"), event -> {}))
        .isInstanceOf(SimException.class)
        .hasMessageStartingWith("cannot write to " + home)
        .hasMessageContaining(words)
        .hasMessageNotContaining("Exception");
  }
}
