package ai.hal9.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterSpecTest {

  @Test
  void mistakes_several_areAllNamed() {
    assertThatThrownBy(
            () ->
                new ClusterSpec(
                    "a b",
                    0,
                    17,
                    1,
                    List.of("us west"),
                    70_000,
                    false,
                    null,
                    null,
                    Preset.DEFAULT,
                    StandbyRule.AVAILABLE,
                    new Failover(true, Duration.ofMillis(10)),
                    Auth.OPTIONAL,
                    false,
                    Map.of("performance.caching", "maybe"),
                    NodeSettings.NONE))
        .isInstanceOf(SimException.class)
        .hasMessageContaining("--name: 'a b'")
        .hasMessageContaining("--region: 'us west'")
        .hasMessageContaining("--nodes: 0 is not 1 to 32")
        .hasMessageContaining("--shards: 17 is not 1 to 16")
        .hasMessageContaining("--failover-after: 10ms is not 1s to 5min")
        .hasMessageContaining("--port: 70000 is not 0 to 65535")
        .hasMessageContaining("performance.caching: 'maybe' is not allowed (on, off)");
  }

  @Test
  void regions_several_areGivenInTurn() {
    var spec = ClusterSpec.named("a").withRegions(List.of("us-west", "ap-south"));

    assertThat(IntStream.range(0, 3).mapToObj(spec::region))
        .containsExactly("us-west", "ap-south", "us-west");
  }

  @Test
  void gracefulShutdown_isTheNodes() {
    var spec = ClusterSpec.named("a");

    assertThat(spec.gracefulShutdown()).isEqualTo(Duration.ofSeconds(60));
    assertThat(spec.with("server.graceful_shutdown", "2min").gracefulShutdown())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void setting_mistyped_suggestsTheKey() {
    assertThatThrownBy(() -> ClusterSpec.named("a").with("performance.signal_bufer_size", "5"))
        .hasMessageContaining("did you mean performance.signal_buffer_size?");
  }

  @Test
  void setting_withoutItsSection_suggestsTheKey() {
    assertThatThrownBy(() -> ClusterSpec.named("a").with("buffer_flush_ms", "5"))
        .hasMessageContaining("did you mean performance.buffer_flush_ms?");
  }

  @Test
  void presetBefore_withSettings_settingsWin() {
    var spec = ClusterSpec.named("a").withPreset(Preset.BEFORE).with("performance.caching", "on");
    assertThat(spec.effectiveSettings())
        .containsEntry("performance.caching", "on")
        .containsEntry("performance.batching", "off");
  }

  @ParameterizedTest
  @EnumSource
  void everyPreset_hasValuesThatTheCatalogueAllows(Preset preset) {
    assertThat(preset.settings())
        .allSatisfy((key, value) -> assertThat(SettingCheck.mistake(key, value)).isEmpty());
  }
}
