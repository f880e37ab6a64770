package ai.hal9.console.connect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.Preset;
import org.junit.jupiter.api.Test;

class StartCostTest {

  @Test
  void estimate_moreParts_costMore() {
    assertThat(StartPreset.ONE.estimate().bytes()).isLessThan(StartPreset.THREE.estimate().bytes());
    assertThat(StartPreset.THREE.estimate().bytes())
        .isLessThan(StartPreset.STANDBYS.estimate().bytes());
    assertThat(StartPreset.STANDBYS.estimate().millis())
        .isGreaterThan(StartPreset.THREE.estimate().millis());
  }

  @Test
  void text_saysTimeAndMemory() {
    assertThat(new StartCost(6_100, 812L << 20).text()).isEqualTo("ready in 6.10 s, 812 MiB");
    assertThat(new StartCost(6_100, 0).text()).isEqualTo("ready in 6.10 s");
    assertThat(new StartCost(10_500, 760L << 20).roughly())
        .isEqualTo("ready in about 11 s, 760 MiB");
  }

  @Test
  void throughput_startsItsPreset() {
    assertThat(StartPreset.THROUGHPUT.spec("x", 0).preset()).isEqualTo(Preset.THROUGHPUT);
  }
}
