package ai.hal9.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.Preset;
import ai.hal9.sim.scenario.ScenarioFiles;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitsTest {

  private static final Map<String, String> PRODUCTION = Map.of("rate_limit.enabled", "on");

  @ParameterizedTest
  @EnumSource(Preset.class)
  void presets_limitNothing_soNoBundledScenarioIsRefused(Preset preset) {
    var limits = RateLimits.of(preset.settings());

    assertThat(limits.words()).startsWith("off (in the profile production 1000 ");
    for (var name : ScenarioFiles.bundledNames()) {
      assertThat(limits.warning(ScenarioFiles.bundled(name).orElseThrow(), 1, 0)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ten-thousand-rps", "stress", "games"})
  void production_isSaidToRefuseWhatIsMore(String name) {
    assertThat(RateLimits.of(PRODUCTION).warning(ScenarioFiles.bundled(name).orElseThrow(), 3, 0))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("1,000 requests a second", "gets 100", "rate_limit.user_per_second"));
  }

  @Test
  void production_letsPassWhatIsLess() {
    var demo = ScenarioFiles.bundled("demo").orElseThrow();

    assertThat(RateLimits.of(PRODUCTION).warning(demo, 3, 0)).isEmpty();
  }

  /** 500 actions a second at most; a user gets 100. */
  @Test
  void players_withTokens_haveALimitEach() {
    var games = ScenarioFiles.bundled("games").orElseThrow();
    var limits = RateLimits.of(PRODUCTION);

    assertThat(limits.warning(games, 3, 0)).isPresent();
    assertThat(limits.warning(games, 3, 4)).isPresent();
    assertThat(limits.warning(games, 3, 5)).isEmpty();
  }

  /** However many users the scenario names, those whose tokens are sent are asked for. */
  @Test
  void users_withTokens_shareTheLimitsOfThose() {
    var demo = ScenarioFiles.bundled("demo").orElseThrow();

    assertThat(RateLimits.of(PRODUCTION).warning(demo, 3, 1)).isPresent();
    assertThat(RateLimits.of(PRODUCTION).warning(demo, 3, 32)).isEmpty();
  }
}
