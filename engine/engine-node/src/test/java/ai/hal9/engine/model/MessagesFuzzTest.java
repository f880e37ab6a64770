package ai.hal9.engine.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.fuzz.Damaged;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the model sends is an answer that cost something, or a failure that says why. */
class MessagesFuzzTest {

  private static final Prices PRICES =
      Prices.perMillion(BigDecimal.valueOf(1_000), BigDecimal.valueOf(1_000));
  private static final String HUGE =
      """
      {"content":[{"type":"text","text":"a"}],
       "usage":{"input_tokens":9223372036854775807,
                "cache_read_input_tokens":9223372036854775807,
                "output_tokens":9223372036854775807}}
      """;
  private static final List<byte[]> REPLIES =
      List.of(
          """
          {"id":"msg_1","type":"message","role":"assistant","model":"m",
           "content":[{"type":"text","text":"FORWARD_TO: b"},{"type":"tool_use","id":"t"}],
           "stop_reason":"end_turn","stop_sequence":null,
           "usage":{"input_tokens":10,"cache_creation_input_tokens":1,
                    "cache_read_input_tokens":2,"output_tokens":5}}
          """
              .getBytes(UTF_8),
          "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"usage\":{\"output_tokens\":1}}"
              .getBytes(UTF_8),
          HUGE.getBytes(UTF_8));
  private static final byte[] ERROR =
      "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"
          .getBytes(UTF_8);

  @Property
  void reply_anyBytes_isAnAnswerOrAFailure(@ForAll("replies") byte[] bytes) {
    switch (Messages.answer(bytes)) {
      case Attempt.Answered answered -> {
        assertThat(answered.text()).isNotEmpty();
        assertThat(answered.usage().input()).isNotNegative();
        assertThat(answered.usage().output()).isNotNegative();
        assertThat(PRICES.of(answered.usage())).isNotNegative();
      }
      case Attempt.Failed failed -> {
        assertThat(failed.charged()).isTrue();
        assertThat(failed.why()).doesNotContain("Exception", "tools.jackson");
      }
    }
  }

  @Property
  void error_anyBytes_isAFailureThatSaysItsStatusAndWhenToComeAgain(
      @ForAll("errors") byte[] bytes,
      @ForAll @IntRange(min = 300, max = 599) int status,
      @ForAll("waits") String retryAfter) {
    var failed = Messages.error(status, bytes, retryAfter, Instant.EPOCH);

    assertThat(failed.why()).contains(Integer.toString(status)).hasSizeLessThan(400);
    assertThat(failed.retryAfter()).isBetween(Duration.ZERO, Duration.ofDays(1));
    assertThat(failed.charged()).isFalse();
  }

  @Provide
  Arbitrary<byte[]> replies() {
    return Damaged.of(
        REPLIES,
        Damaged.json(
            "\"usage\":{\"output_tokens\":9223372036854775807}",
            "\"input_tokens\":9223372036854775807,",
            "\"output_tokens\":1e18,",
            "-1",
            "\"type\":\"text\","));
  }

  @Provide
  Arbitrary<byte[]> errors() {
    return Damaged.of(
        List.of(ERROR), Damaged.json("\"message\":[", "\"error\":null", "x".repeat(500)));
  }

  @Provide
  Arbitrary<String> waits() {
    return Arbitraries.oneOf(
        Damaged.text(
            List.of("45", "Thu, 01 Jan 1970 00:00:30 GMT"),
            List.of("-", " ", "999999999", "9999", "31", "Dec", "+2500", "\u0000")),
        Arbitraries.strings().ofMaxLength(20));
  }
}
