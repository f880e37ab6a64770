package ai.hal9.api.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ValueRulesTest {

  @Test
  void everyValueThatIsWrongAlone_isNamed() {
    assertThat(
            check(
                Map.of(
                    "performance.batching", "perhaps",
                    "performance.nothing", "1",
                    "server.io_threads", "4",
                    "performance.caching", "off")))
        .extracting(TuningViolation::toString)
        .containsExactly(
            "performance.batching: 'perhaps' is not allowed (on, off)",
            "performance.nothing: '1' is not allowed (no such parameter)",
            "server.io_threads: '4' is not allowed (takes effect on restart only: set it in the"
                + " configuration file)");
  }

  @Test
  void poolThatWouldKeepMoreThanItMayHave_isRefused_againstWhatIsInForceToo() {
    assertThat(check(Map.of("database.min_connections", "60")))
        .extracting(TuningViolation::allowed)
        .containsExactly("the pool would keep at least 60 and at most 50 connections");
    assertThat(check(Map.of("database.min_connections", "60", "database.max_connections", "60")))
        .isEmpty();
  }

  @Test
  void normalised_switch_takesYamlsBooleans() {
    assertThat(TuningCatalogue.BATCHING.normalised("True")).isEqualTo("on");
    assertThat(TuningCatalogue.BATCHING.normalised("no")).isEqualTo("off");
    assertThat(TuningCatalogue.DURABILITY.normalised("yes")).isEqualTo("yes");
  }

  private static List<TuningViolation> check(Map<String, String> values) {
    return ValueRules.violations(
        TuningCatalogue.all(), values, Map.of("database.max_connections", "50"));
  }
}
