package ai.hal9.engine.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers of PostgreSQL; that it gives them is {@link MigrationIT}'s to check. */
class JsonbTextTest {

  @Test
  void members_outOfOrder_areSortedByLengthThenBytes() throws RowRefusal {
    assertThat(canonical("{\"content\":1,\"b\":[],\"layer\":{},\"a\" : [1,2]}"))
        .isEqualTo("{\"a\": [1, 2], \"b\": [], \"layer\": {}, \"content\": 1}");
  }

  @Test
  void members_ofOneKey_leaveTheLast() throws RowRefusal {
    assertThat(canonical("{\"a\":1,\"b\":2,\"a\":3}")).isEqualTo("{\"a\": 3, \"b\": 2}");
  }

  @Test
  void numbers_withExponent_areWrittenOut() throws RowRefusal {
    assertThat(canonical("[1e2, 1.50, -0.0, 1E-3, 1.50e1, -0]"))
        .isEqualTo("[100, 1.50, 0.0, 0.001, 15.0, 0]");
  }

  @Test
  void strings_escaped_keepWhatMustBe() throws RowRefusal {
    assertThat(canonical("\"\\u0041\\/\\b\\f\\n\\u0001\\\"\\\\\\u00e9 \\ud83d\\ude00\""))
        .isEqualTo("\"A/\\b\\f\\n\\u0001\\\"\\\\é 😀\"");
  }

  @Test
  void keys_escaped_areSortedByWhatTheyMean() throws RowRefusal {
    assertThat(canonical("{\"\\u0062\":1,\"a\":2,\"\\n\":3,\"b\":4}"))
        .isEqualTo("{\"\\n\": 3, \"a\": 2, \"b\": 4}");
  }

  @Test
  void nesting_tooDeep_isRefused() throws RowRefusal {
    assertThat(canonical("[".repeat(500) + "]".repeat(500))).hasSize(1_000);
    assertThatThrownBy(() -> canonical("[".repeat(501) + "]".repeat(501)))
        .isInstanceOf(RowRefusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":}",
        "[1,]",
        "{} {}",
        "NaN",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "1e200000",
        "01",
        "1.",
        ".5",
        "-",
        "1e",
        "[1 2]",
        "{\"a\" 1}",
        "{a:1}",
        "tru",
        "nullx",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\t\"",
        "'a'",
        "1e99999999999"
      })
  void text_thatPostgresqlCannotHold_isRefused(String text) {
    assertThatThrownBy(() -> canonical(text)).isInstanceOf(RowRefusal.class);
  }

  private static String canonical(String json) throws RowRefusal {
    return new String(
        new JsonbText().of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
