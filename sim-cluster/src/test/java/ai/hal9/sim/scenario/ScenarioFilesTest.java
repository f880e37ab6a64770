package ai.hal9.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.yaml.YamlError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioFilesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smoke",
        "demo",
        "thousand-users",
        "ten-thousand-rps",
        "stress",
        "soak",
        "spike",
        "games",
        "day"
      })
  void bundled_isAScenario(String name) {
    assertThat(ScenarioFiles.bundledNames()).contains(name);
    assertThat(ScenarioFiles.bundled(name).orElseThrow().name()).isEqualTo(name);
  }

  @Test
  void thousandUsers_isTheSeedsScript() {
    var scenario = ScenarioFiles.bundled("thousand-users").orElseThrow();

    assertThat(scenario.executor())
        .isEqualTo(
            new RampingVus(
                0,
                List.of(
                    new Stage(Duration.ofSeconds(30), 100),
                    new Stage(Duration.ofMinutes(1), 1_000),
                    new Stage(Duration.ofSeconds(30), 0))));
    assertThat(scenario.thinkTime()).isEqualTo(Duration.ofSeconds(1));
    assertThat(scenario.mix().getFirst().body())
        .isEqualTo("{\"content\":\"Test signal\",\"layer\":\"L4\",\"neuron_id\":\"test-neuron\"}");
    assertThat(scenario.thresholds())
        .extracting(Threshold::text)
        .containsExactly("http_req_duration: p(95)<500", "http_req_failed: rate<0.01");
  }

  @Test
  void games_makeEveryRequestAnAction() {
    var scenario = ScenarioFiles.bundled("games").orElseThrow();

    assertThat(scenario.games()).isEqualTo(new GameShape(200, 5, Duration.ofSeconds(10)));
    assertThat(scenario.mix()).containsExactly(RequestTemplate.ACTION);
    assertThat(RequestTemplate.action("g", "p", 1).path()).isEqualTo("/api/games/g/actions");
    assertThat(RequestTemplate.action("g", "p", 1).body())
        .isEqualTo("{\"player_id\":\"p\",\"side\":1}");
  }

  @Test
  void games_thatCannotBePlayed_areNamed() {
    var load = "executor: constant-arrival-rate\nrate: 100\nduration: 10s\n";

    assertThat(errors(load + "games: {players: 2, round: 1s}\nmix: [{path: /}]\n"))
        .extracting(YamlError::key)
        .containsExactlyInAnyOrder("mix", "games.concurrent", "games.players", "games.round");
    assertThat(errors(load + "games: {concurrent: 5000, players: 5}\n"))
        .singleElement()
        .satisfies(error -> assertThat(error.text()).contains("at most 20000, not 25000"));
    assertThat(errors(load.replace("10s", "2h") + "games: {concurrent: 1, players: 3}\n"))
        .singleElement()
        .satisfies(error -> assertThat(error.text()).contains("end after 10000 rounds"));
    assertThat(
            errors(
                """
                executor: ramping-vus
                stages: [{duration: 1s, target: 16}]
                games: {concurrent: 5, players: 3}
                """))
        .singleElement()
        .satisfies(
            error -> assertThat(error.text()).contains("15 players, fewer than the 16 users"));
  }

  @Test
  void file_thatIsNoYaml_saysWhatWasExpectedAndWhere() {
    assertThat(errors("executor: [constant-vus\nvus: 3\n"))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.line()).isEqualTo(2);
              assertThat(error.text()).contains("expected ',' or ']'").doesNotContain("\n");
            });
  }

  @Test
  void file_withManyMistakes_namesAllWithTheirLines() {
    var errors =
        errors(
            """
            executor: constant-arrival-rate
            rate: -5
            duration: soon
            think-time: 1s
            max-pendin: 10
            mix:
              - path: signal
                method: FETCH
                body: "${contents}"
            data:
              zipf-exponent: 20
            thresholds:
              http_req_duration: ['p(95)<500', 'p(195)<500', 'rate<1']
              http_req_fail: rate<0.01
            """);

    assertThat(errors)
        .extracting(YamlError::line)
        .containsExactly(2, 3, 4, 5, 7, 8, 9, 11, 13, 13, 14);
    assertThat(errors).extracting(YamlError::text).anyMatch(t -> t.contains("'max-pending'?"));
    assertThat(errors)
        .extracting(YamlError::text)
        .contains("line 2: rate: must be a whole number from 1 to 10,000,000, not '-5'");
  }

  @Test
  void file_withoutWhatItsExecutorNeeds_saysWhat() {
    assertThat(errors("executor: constant-vus\nrate: 5\n"))
        .extracting(YamlError::key)
        .containsExactlyInAnyOrder("vus", "duration", "rate");
    assertThat(errors("executor: ramping-vus\nstages: []\n"))
        .extracting(YamlError::key)
        .containsExactly("stages");
  }

  @Test
  void text_thatIsNoYaml_isOneErrorWithItsLine() {
    assertThat(errors("executor: constant-vus\nvus: [1\n")).hasSize(1);
    assertThat(errors("")).extracting(YamlError::message).containsExactly("the file is empty");
  }

  @Test
  void threshold_asMapping_hasItsDetails() {
    var reading =
        ScenarioFiles.read(
            "x",
            """
            executor: constant-vus
            vus: 1
            duration: 1s
            thresholds:
              checks: {threshold: rate>=0.99, abort-on-fail: true, window: 10s, delay-abort-eval: 5s}
            """);

    assertThat(((ScenarioReading.Accepted) reading).scenario().thresholds())
        .containsExactly(
            new Threshold(
                ThresholdMetric.CHECKS,
                new ThresholdCondition(
                    new Aggregation.Rate(), ThresholdCondition.Operator.AT_LEAST, 0.99),
                true,
                Duration.ofSeconds(5),
                Optional.of(Duration.ofSeconds(10))));
  }

  private static List<YamlError> errors(String text) {
    return ((ScenarioReading.Rejected) ScenarioFiles.read("x", text)).errors();
  }
}
