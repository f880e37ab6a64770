package ai.hal9.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBytesTest {

  private static String quoted(String text) {
    return new String(new JsonBytes(1).quoted(text).toBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void plainText_isQuoted() {
    assertThat(quoted("")).isEqualTo("\"\"");
    assertThat(quoted("hello wörld €")).isEqualTo("\"hello wörld €\"");
  }

  @Test
  void specialCharacters_areEscaped() {
    assertThat(quoted("a\"b\\c\nd\re\tf\u0001g\u001f"))
        .isEqualTo("\"a\\\"b\\\\c\\nd\\re\\tf\\u0001g\\u001f\"");
  }

  @Test
  void whatJsonbCannotHold_isReplaced() {
    assertThat(quoted("a\0b")).isEqualTo("\"a\uFFFDb\"");
    assertThat(quoted("a\uD800b")).isEqualTo("\"a?b\"");
  }

  @Test
  void texts_areAnArray() {
    assertThat(new JsonBytes(1).quoted(List.of()).toBytes()).asString().isEqualTo("[]");
    assertThat(new JsonBytes(1).quoted(List.of("a", "b\"")).toBytes())
        .asString()
        .isEqualTo("[\"a\",\"b\\\"\"]");
  }

  @ParameterizedTest
  @CsvSource({"0,0.0", "1,0.001", "10,0.01", "12345,12.345", "7000,7.0", "100200,100.2"})
  void thousandths_areADecimalFraction(long count, String written) {
    assertThat(new JsonBytes(1).thousandths(count).toBytes()).asString().isEqualTo(written);
  }
}
