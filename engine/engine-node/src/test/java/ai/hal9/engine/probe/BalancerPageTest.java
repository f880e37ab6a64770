package ai.hal9.engine.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.api.metric.MetricCatalogue;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

final class BalancerPageTest {

  private static final String PAGE =
      """
      {"startedAt":"2026-01-01T00:00:00Z","connections":3,"newer":{"a":[1,{"connections":9}]},
       "upstreams":[
        {"name":"a \\"b\\"","weight":1,"up":true,"reason":"","inFlight":2,
         "requests":{"2xx":10,"5xx":1},"retries":4,"fails":1},
        {"requests":{},"retries":0,"inFlight":0,"up":false,"tags":[[]],"name":"node-2"}]}
      """;

  private final BalancerPage page = new BalancerPage();

  @Test
  void read_whole_tellsOfEveryUpstream() throws IOException {
    for (var round = 0; round < 2; round++) {
      var figures = page.read(PAGE.getBytes(UTF_8));

      assertThat(figures.startedAt()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(figures.gauges())
          .hasSize(5)
          .containsEntry(MetricCatalogue.BALANCER_CONNECTIONS.series(), 3.0)
          .containsEntry(MetricCatalogue.BALANCER_UP.series("a \"b\""), 1.0)
          .containsEntry(MetricCatalogue.BALANCER_IN_FLIGHT.series("a \"b\""), 2.0)
          .containsEntry(MetricCatalogue.BALANCER_UP.series("node-2"), 0.0)
          .containsEntry(MetricCatalogue.BALANCER_IN_FLIGHT.series("node-2"), 0.0);
      assertThat(figures.counters())
          .hasSize(4)
          .containsEntry(MetricCatalogue.BALANCER_REQUESTS.series("a \"b\"", "2xx"), 10.0)
          .containsEntry(MetricCatalogue.BALANCER_REQUESTS.series("a \"b\"", "5xx"), 1.0)
          .containsEntry(MetricCatalogue.BALANCER_RETRIES.series("a \"b\""), 4.0)
          .containsEntry(MetricCatalogue.BALANCER_RETRIES.series("node-2"), 0.0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"startedAt", "connections\":3", "upstreams", "name", "up\":true", "inFlight"})
  void read_withoutWhatEveryPageHas_isRefused(String field) {
    var without = PAGE.replaceFirst("\"" + field, "\"renamed" + field);

    assertThatThrownBy(() -> page.read(without.getBytes(UTF_8))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"connections\":\"three\"}", "{\"startedAt\":", "{]"})
  void read_nonsense_isRefused(String text) {
    assertThatThrownBy(() -> page.read(text.getBytes(UTF_8))).isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "3"})
  void read_noObject_isRefused(String text) {
    assertThatThrownBy(() -> page.read(text.getBytes(UTF_8))).isInstanceOf(IOException.class);
  }
}
