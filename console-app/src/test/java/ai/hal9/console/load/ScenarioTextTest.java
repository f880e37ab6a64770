package ai.hal9.console.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.load.ScenarioText.Bound;
import ai.hal9.console.load.ScenarioText.Step;
import ai.hal9.sim.scenario.GameShape;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTextTest {

  private static final String TEXT =
      """
      # what it is for
      executor: ramping-arrival-rate
      start-rate: 200 # gently
      stages:
        # up
        - {duration: 15s, target: 500}
        - duration: 10s
          target: 100

      # how it is judged
      data: {distinct-contents: 5000, users: 10}
      thresholds:
        http_req_duration: ['p(95)<500', {threshold: 'p(99)<900', abort-on-fail: true}]
        checks: rate>0.9
      """;

  private static final String STEADY = "executor: constant-arrival-rate\nrate: 5\nduration: 1min\n";

  @Test
  void values_areAsWritten() {
    var text = ScenarioText.of(TEXT);

    assertThat(text.value("start-rate")).isEqualTo("200");
    assertThat(text.value("data.users")).isEqualTo("10");
    assertThat(text.value("warm-up")).isEmpty();
    assertThat(text.stages()).containsExactly(new Step("15s", "500"), new Step("10s", "100"));
    assertThat(text.thresholds())
        .containsExactly(
            new Bound("http_req_duration", "p(95)<500", Map.of()),
            new Bound("http_req_duration", "p(99)<900", Map.of("abort-on-fail", "true")),
            new Bound("checks", "rate>0.9", Map.of()));
  }

  @Test
  void value_changed_leavesTheRestAsItIs() {
    var changed = ScenarioText.of(TEXT).with("start-rate", "250");

    assertThat(changed.text()).isEqualTo(TEXT.replace("200 # gently", "250 # gently"));
  }

  @Test
  void value_wrong_standsThereAsTyped() {
    assertThat(ScenarioText.of(TEXT).with("start-rate", "a: {lot").value("start-rate"))
        .isEqualTo("a: {lot");
  }

  @Test
  void value_emptied_takesTheKeyAway_andAddedAgain() {
    var without = ScenarioText.of(TEXT).with("start-rate", "");

    assertThat(without.text()).doesNotContain("start-rate");
    assertThat(without.with("warm-up", "5s").text()).endsWith("warm-up: 5s\n");
  }

  @Test
  void innerValue_changed_keepsItsNeighbours() {
    var changed = ScenarioText.of(TEXT).with("data.users", "99");

    assertThat(changed.value("data.distinct-contents")).isEqualTo("5000");
    assertThat(changed.value("data.users")).isEqualTo("99");
  }

  @Test
  void stages_changed_keepTheCommentsAround() {
    var changed = ScenarioText.of(TEXT).withStages(List.of(new Step("1min", "7")));

    assertThat(changed.stages()).containsExactly(new Step("1min", "7"));
    assertThat(changed.text()).contains("# what it is for", "# how it is judged", "# gently");
  }

  @Test
  void thresholds_changed_keepWhatElseTheySay() {
    var text = ScenarioText.of(TEXT);
    var bounds = new ArrayList<>(text.thresholds());
    bounds.set(0, new Bound("http_req_duration", "p(95)<400", Map.of()));

    assertThat(text.withThresholds(bounds).thresholds()).isEqualTo(bounds);
  }

  @Test
  void mix_changed_keepsWhatTheFormDoesNotShow() {
    var text =
        ScenarioText.of(
            """
            mix:
              - name: signal
                weight: 2
                path: /api/v1/signal
                headers: {X-Trace: 'on: 1'}
                body: {content: "it's", user_id: '${user}'}
                checks: {status: 200, max-time: 500ms}
              - {path: /api/v1/status}
            # the end
            """);
    var mix = new ArrayList<>(text.mix());
    assertThat(mix.getFirst().composed("body")).isTrue();
    mix.set(0, mix.getFirst().with("weight", "5"));
    var changed = text.withMix(mix);

    var before = scenario(text).mix();
    var after = scenario(changed).mix();
    assertThat(after.getFirst().weight()).isEqualTo(5);
    assertThat(after.getFirst().headers()).isEqualTo(before.getFirst().headers());
    assertThat(after.getFirst().body()).isEqualTo(before.getFirst().body());
    assertThat(after.getFirst().checks()).isEqualTo(before.getFirst().checks());
    assertThat(after.getLast()).isEqualTo(before.getLast());
    assertThat(changed.text()).contains("# the end");
  }

  @Test
  void mix_added_beginsWithWhatIsSentWithoutOne_andIsTakenAwayWhole() {
    var text = ScenarioText.of(STEADY);
    var added = text.withMix(List.of(MixItem.SIGNAL, MixItem.OTHER));

    assertThat(scenario(added).mix().getFirst().body())
        .isEqualTo(scenario(text).mix().getFirst().body());
    assertThat(scenario(added).mix()).hasSize(2);
    assertThat(added.withMix(List.of()).text()).isEqualTo(STEADY);
  }

  @Test
  void texts_ofSeveralLines_areReadBack() {
    var item = MixItem.OTHER.with("method", "POST").with("body", "a \"b\"\n\\c");

    assertThat(ScenarioText.of(STEADY).withMix(List.of(item)).mix().getFirst().text("body"))
        .isEqualTo("a \"b\"\n\\c");
  }

  private static Scenario scenario(ScenarioText text) {
    var whole = text.value("executor").isEmpty() ? STEADY + text.text() : text.text();
    return switch (ScenarioFiles.read("test", whole)) {
      case ScenarioReading.Accepted(var read) -> read;
      case ScenarioReading.Rejected(var errors) -> throw new AssertionError(errors.toString());
    };
  }

  @Test
  void games_areChangedOneByOne_andKeepTheirOthers() {
    var text = ScenarioText.of(ScenarioFiles.bundledText("games").orElseThrow());
    var changed = text.with("games.concurrent", "50");

    assertThat(text.playsGames()).isTrue();
    assertThat(changed.value("games.round-time")).isEqualTo("10s");
    assertThat(ScenarioFiles.read("games", changed.text()))
        .isInstanceOfSatisfying(
            ScenarioReading.Accepted.class,
            read ->
                assertThat(read.scenario().games())
                    .isEqualTo(new GameShape(50, 5, Duration.ofSeconds(10))));
    assertThat(ScenarioText.of(STEADY).playsGames()).isFalse();
  }

  @Test
  void noYaml_isNotReadable() {
    assertThat(ScenarioText.of("a: [1").readable()).isFalse();
    assertThat(ScenarioText.of("- 1").readable()).isFalse();
    assertThat(ScenarioText.of("# nothing yet\n").readable()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("ai.hal9.sim.scenario.ScenarioFiles#bundledNames")
  void executor_changedToAnyOther_isStillAScenario(String name) {
    var text = ScenarioFiles.bundledText(name).orElseThrow();
    for (var kind : FormField.EXECUTORS) {
      var changed = ScenarioText.of(text).withExecutor(kind).text();

      assertThat(ScenarioFiles.read(name, changed))
          .describedAs("%s%n%s", kind, changed)
          .isInstanceOfSatisfying(
              ScenarioReading.Accepted.class,
              read -> assertThat(read.scenario().executor().kind()).isEqualTo(kind));
    }
  }

  @ParameterizedTest
  @MethodSource("ai.hal9.sim.scenario.ScenarioFiles#bundledNames")
  void bundled_rewrittenByTheForm_meansTheSame(String name) {
    var before = ScenarioFiles.bundled(name).orElseThrow();
    var text = ScenarioText.of(ScenarioFiles.bundledText(name).orElseThrow());
    var rewritten =
        text.withThresholds(text.thresholds())
            .withMix(text.mix())
            .withStages(text.stages())
            .with("data.users", text.value("data.users"));

    assertThat(ScenarioFiles.read(name, rewritten.text()))
        .isEqualTo(new ScenarioReading.Accepted(before));
  }
}
