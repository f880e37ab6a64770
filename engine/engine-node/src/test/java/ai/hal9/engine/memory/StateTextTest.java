package ai.hal9.engine.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTextTest {

  @Test
  void object_ofEveryKind_isKeptOnOneLine() {
    assertThat(
            state("{ \"a\" : [1, 2.50, {\"b\": null}],\n \"😀\": \"\\ud83d\\ude00\", \"c\": true}"))
        .isEqualTo("{\"a\":[1,2.50,{\"b\":null}],\"😀\":\"😀\",\"c\":true}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "\"text\"",
        "{\"a\":\"\\u0000\"}",
        "{\"\\u0000\":1}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":\"\\ude00\\ud83d\"}",
        "{\"a\":[{\"b\":[\"\\udead\"]}]}",
        "{\"a\":[1,1e401]}",
      })
  void text_thatPostgresWouldNotTakeAsAState_isNone(String text) {
    assertThat(state(text)).isEmpty();
  }

  @Test
  void text_withWholePairsOfSurrogates_isStorable() {
    assertThat(StateText.storable("")).isTrue();
    assertThat(StateText.storable("a😀b")).isTrue();
    assertThat(StateText.storable("\ud83d")).isFalse();
    assertThat(StateText.storable("\ude00")).isFalse();
    assertThat(StateText.storable("😀\ud83d😀")).isFalse();
    assertThat(StateText.storable("a\0")).isFalse();
  }

  /** What is stored; empty for nothing. */
  private static String state(String text) {
    var bytes = text.getBytes(UTF_8);
    return StateText.of(bytes, bytes.length).orElse("");
  }
}
