package ai.hal9.sim.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.tuning.TuningCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code hal9 node --help} runs. */
@Tag("real-nodes")
class NodeHelpIT {

  @Test
  void help_listsEveryKeyOfTheConfiguration() throws Exception {
    var help =
        new ProcessBuilder(NodeJvm.of(Installation.current()).helpCommand())
            .redirectErrorStream(true)
            .start();
    var text = new String(help.getInputStream().readAllBytes(), UTF_8);
    assertThat(help.waitFor()).as(text).isZero();
    assertThat(text).contains("hal9 node --config FILE", "durable_url:", "key_file:");
    assertThat(TuningCatalogue.all())
        .allSatisfy(
            parameter ->
                assertThat(text)
                    .contains(parameter.key().substring(parameter.key().indexOf('.') + 1) + ":"));
  }
}
