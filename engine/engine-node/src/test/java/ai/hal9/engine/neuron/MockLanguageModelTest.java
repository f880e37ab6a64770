package ai.hal9.engine.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.config.NodeConfig.MockResponse;
import ai.hal9.engine.signal.Knobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MockLanguageModelTest {

  private static final Neuron STRATEGIST = Neuron.of("strategist", Layer.L4, List.of("designer"));

  private final Knobs knobs = new Knobs();
  private final List<Long> pauses = new ArrayList<>();

  private final MockLanguageModel model =
      new MockLanguageModel(
          Map.of(
              Layer.L4,
              List.of(
                  new MockResponse("fast", "quick", Duration.ofMillis(7)),
                  new MockResponse("", "said: {content}", Duration.ZERO))),
          knobs,
          new Random(42),
          pauses::add);

  private String reply(String content) {
    return model.reply(STRATEGIST, content, new Patience()).text();
  }

  @Test
  void reply_isTheFirstTriggeredResponseAfterItsDelay() {
    assertThat(reply("be fast")).isEqualTo("quick");
    assertThat(reply("hello")).isEqualTo("said: hello");
    assertThat(pauses).containsExactly(7_000_000L);
  }

  @Test
  void delay_whenTuned_replacesTheResponses() {
    knobs.set("claude.mock_delay_ms", "3");
    reply("fast");
    reply("hello");

    assertThat(pauses).containsExactly(3_000_000L, 3_000_000L);
  }

  @Test
  void modelWithoutDelay_answersAtOnce() {
    assertThat(model.answersAtOnce()).isFalse();
    knobs.set("claude.mock_delay_ms", "1");
    assertThat(model.answersAtOnce()).isFalse();
    knobs.set("claude.mock_delay_ms", "0");
    assertThat(model.answersAtOnce()).isTrue();
  }

  @Test
  void delaySpread_isLogNormalAroundTheMedian() {
    knobs.set("claude.mock_delay_ms", "10", "claude.mock_delay_spread", "0.5");
    for (var i = 0; i < 20_000; i++) {
      reply("hello");
    }
    var logs = pauses.stream().mapToDouble(nanos -> Math.log(nanos / 10e6)).toArray();
    var mean = Arrays.stream(logs).average().orElseThrow();
    var deviation =
        Math.sqrt(Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).average().orElseThrow());

    assertThat(mean).isCloseTo(0, within(0.02));
    assertThat(deviation).isCloseTo(0.5, within(0.02));
  }

  @Test
  void faultRate_isTheShareOfCallsThatFail() {
    knobs.set("claude.mock_delay_ms", "0", "claude.mock_fault_rate", "1");
    assertThatThrownBy(() -> reply("hello")).isInstanceOf(ModelException.class);

    knobs.set("claude.mock_fault_rate", "0.25");
    var failed = 0;
    for (var i = 0; i < 10_000; i++) {
      try {
        reply("hello");
      } catch (ModelException e) {
        failed++;
      }
    }
    assertThat(failed).isBetween(2_300, 2_700);
  }
}
