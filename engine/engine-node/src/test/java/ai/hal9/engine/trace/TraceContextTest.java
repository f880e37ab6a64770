package ai.hal9.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {

  private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void parse_theStandardsExample_isReadAndWrittenAsItWas() {
    var context = TraceContext.parse(GIVEN);

    assertThat(context)
        .isEqualTo(
            new TraceContext(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L, 0x00f067aa0ba902b7L, true))
        .hasToString(GIVEN);
    assertThat(TraceContext.parse(GIVEN.replace("-01", "-00")))
        .hasToString(GIVEN.replace("-01", "-00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01"
      })
  void parse_anythingElse_isNone(String header) {
    assertThat(TraceContext.parse(header)).isNull();
  }

  @Test
  void made_isReadBack_andNoTwoAreAlike() {
    var made = TraceContext.made();

    assertThat(TraceContext.parse(made.toString())).isEqualTo(made);
    assertThat(TraceContext.made().traceId()).isNotEqualTo(made.traceId());
  }
}
