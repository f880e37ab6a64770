package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.scenario.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StretchTest {

  @Test
  void to_aThirdOfTheDemo_keepsItsCourse() {
    var demo = ScenarioFiles.bundled("demo").orElseThrow();

    var shorter = Stretch.to(Duration.ofSeconds(20), demo);

    assertThat(shorter.executor().duration()).isEqualTo(Duration.ofSeconds(20));
    assertThat(shorter.executor().stages())
        .extracting(Stage::target)
        .isEqualTo(demo.executor().stages().stream().map(Stage::target).toList());
    assertThat(shorter.thresholds()).isEqualTo(demo.thresholds());
  }

  @Test
  void text_ofTheDemo_saysTheSame() {
    var yaml = ScenarioFiles.bundledText("demo").orElseThrow();
    var demo = ScenarioFiles.bundled("demo").orElseThrow();
    var shorter = Stretch.to(Duration.ofSeconds(23), demo);

    assertThat(ScenarioFiles.read("demo", Stretch.text(yaml, shorter)))
        .isEqualTo(new ScenarioReading.Accepted(shorter));
    assertThat(Stretch.text(yaml, demo)).isEqualTo(yaml);
  }
}
