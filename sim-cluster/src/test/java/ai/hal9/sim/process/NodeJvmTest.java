package ai.hal9.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeJvmTest {

  private static final Path CONFIG = Path.of("/a.yaml");

  @TempDir private Path root;

  @BeforeEach
  void build() throws IOException {
    var lib = Files.createDirectories(root.resolve("engine/engine-node/target/lib"));
    Files.writeString(lib.resolve("node.jar"), "jar");
  }

  @Test
  void furtherOptions_ofANodeThatServes_comeAfterOurs() {
    var jvm = jvm("  -Xmx1g\t-XX:StartFlightRecording=filename=a.jfr ");

    for (var command : List.of(jvm.command(CONFIG), jvm.plainCommand(CONFIG))) {
      assertThat(command)
          .containsSubsequence(
              "-Xmx128m", "-Xmx1g", "-XX:StartFlightRecording=filename=a.jfr", "-cp", "--config");
    }
  }

  @Test
  void furtherOptions_ofANodeThatDoesNotServe_areLeftOut() {
    var jvm = jvm("-Xmx1g");

    assertThat(jvm.trainingCommand(CONFIG, root.resolve("node.aot"))).doesNotContain("-Xmx1g");
    assertThat(jvm.checkCommand(CONFIG)).doesNotContain("-Xmx1g");
    assertThat(jvm.helpCommand()).doesNotContain("-Xmx1g");
  }

  @Test
  void noFurtherOptions_blankOrUnset_addNothing() {
    assertThat(jvm(" ").command(CONFIG))
        .doesNotContain("")
        .isEqualTo(NodeJvm.of(new Installation(root), Map.of()).command(CONFIG));
  }

  private NodeJvm jvm(String options) {
    return NodeJvm.of(new Installation(root), Map.of(NodeJvm.VARIABLE, options));
  }
}
