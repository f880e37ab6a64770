package ai.hal9.sim.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.api.tuning.ValueSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TuningJsonTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void body_saysAllThereIs_andNothingElse() {
    assertThat(
            JSON.readTree(
                TuningJson.body(
                    new TuningChange(
                        TuningScope.CLUSTER,
                        Map.of("a.b", "1"),
                        "ann",
                        "why",
                        Duration.ofMinutes(10),
                        3L))))
        .isEqualTo(
            JSON.readTree(
                """
                {"scope": "cluster", "who": "ann", "why": "why", "values": {"a.b": "1"},
                 "revert_after": "10min", "expected_version": 3}"""));
    assertThat(
            JSON.readTree(
                TuningJson.body(
                    new TuningChange(TuningScope.NODE, Map.of("a.b", "1"), "ann", "", null, null))))
        .isEqualTo(
            JSON.readTree(
                """
                {"scope": "node", "who": "ann", "why": "", "values": {"a.b": "1"}}"""));
  }

  @Test
  void body_ofWhatIsUnset_saysNull() {
    var change =
        new TuningChange(
            TuningScope.NODE, Map.of("a.b", "1"), Set.of("a.c"), "ann", "", null, null);

    assertThat(JSON.readTree(TuningJson.body(change)).path("values"))
        .isEqualTo(JSON.readTree("{\"a.b\": \"1\", \"a.c\": null}"));
  }

  @Test
  void page_isWhatTheNodeSays_andTheLastHasNoNext() {
    var page =
        TuningJson.page(
            JSON.readTree(
                """
                {"changes": [{"version": 4, "scope": "cluster", "time": "2026-03-01T10:00:00.123456Z",
                  "who": "ann", "why": "to see", "node": "node-2", "authority": "token",
                  "before": {"a.wait": "5s"}, "after": {"a.wait": "6s"},
                  "inherited": ["a.wait"], "unset": []}],
                 "next": "1772359200123456-17"}"""));

    assertThat(page.next()).isEqualTo("1772359200123456-17");
    assertThat(page.changes())
        .containsExactly(
            new TuningVersion(
                4,
                TuningScope.CLUSTER,
                Instant.parse("2026-03-01T10:00:00.123456Z"),
                "ann",
                "to see",
                Map.of("a.wait", "5s"),
                Map.of("a.wait", "6s"),
                null,
                new TuningOrigin("node-2", TuningOrigin.Authority.TOKEN),
                Set.of("a.wait"),
                Set.of()));
    assertThat(TuningJson.page(JSON.readTree("{\"changes\": []}")).next()).isNull();
  }

  @Test
  void reading_isWhatTheNodeSays() {
    var reading = TuningJson.reading(told("duration"));

    assertThat(reading.version(TuningScope.CLUSTER)).isEqualTo(4);
    assertThat(reading.version(TuningScope.NODE)).isEqualTo(2);
    assertThat(reading.values()).isEqualTo(Map.of("a.wait", "5s"));
    assertThat(reading.sources()).isEqualTo(Map.of("a.wait", ValueSource.NODE));
    assertThat(reading.inherited(TuningScope.NODE)).isEqualTo(Map.of("a.wait", "2s"));
    assertThat(reading.inherited(TuningScope.CLUSTER)).as("of an older node").isEmpty();
    assertThat(reading.parameters())
        .extracting(TuningParameter::allowed)
        .containsExactly("1s to 1min");
    assertThat(reading.history(TuningScope.NODE)).isEmpty();
    assertThat(reading.history(TuningScope.CLUSTER))
        .containsExactly(
            new TuningVersion(
                4,
                TuningScope.CLUSTER,
                Instant.parse("2026-03-01T10:00:00Z"),
                "bob",
                "night",
                Map.of("a.wait", "1s"),
                Map.of("a.wait", "2s"),
                Instant.parse("2026-03-01T10:10:00Z"),
                TuningOrigin.UNKNOWN));
  }

  @Test
  void reading_aWordOfAnotherVersion_isNoReading() {
    assertThatThrownBy(() -> TuningJson.reading(told("matrix")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void violations_areNamedOneByOne() {
    assertThat(
            TuningJson.violations(
                JSON.readTree(
                    """
                    {"violations": [{"key": "a.b", "value": "0", "allowed": "1 to 2"}]}""")))
        .containsExactly(new TuningViolation("a.b", "0", "1 to 2"));
  }

  private static JsonNode told(String type) {
    return JSON.readTree(
        """
        {"version": 6, "node_version": 2, "cluster_version": 4, "values": {"a.wait": "5s"},
         "parameters": [{"key": "a.wait", "value": "5s", "source": "node", "type": "%s",
           "unit": "", "min": 1000.0, "max": 60000.0, "default": "1s", "choices": [],
           "allowed": "1s to 1min", "application": "live", "trades": "Waits.",
           "inherited": {"node": "2s"}}],
         "history": {"node": [], "cluster": [{"version": 4, "scope": "cluster",
           "time": "2026-03-01T10:00:00Z", "who": "bob", "why": "night",
           "before": {"a.wait": "1s"}, "after": {"a.wait": "2s"},
           "revert_at": "2026-03-01T10:10:00Z"}]}}"""
            .formatted(type));
  }
}
