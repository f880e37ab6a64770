package ai.hal9.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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
}
