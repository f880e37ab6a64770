package ai.hal9.api.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class MetricCatalogueTest {

  @Test
  void names_all_areUniqueAndValidForPrometheus() {
    var names = new HashSet<String>();
    for (var metric : MetricCatalogue.all()) {
      assertThat(names.add(metric.name())).as("%s once", metric.name()).isTrue();
      assertThat(metric.name()).matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
      assertThat(metric.name()).doesNotMatch(".*_(bucket|count|sum|created|info)");
      assertThat(metric.labels()).allMatch(label -> label.matches("[a-zA-Z_][a-zA-Z0-9_]*"));
      assertThat(metric.labels()).doesNotContain("le", "quantile").doesNotHaveDuplicates();
      assertThat(metric.name().endsWith("_total"))
          .as("%s is a counter", metric.name())
          .isEqualTo(metric.type() == MetricType.COUNTER);
    }
  }

  @Test
  void names_ofTheSeeds_areThere() {
    for (var name :
        new String[] {
          "hal9_processing_time",
          "hal9_cache_hits_total",
          "hal9_cache_requests_total",
          "hal9_batch_size_average",
          "hal9_parallel_tasks_active",
          "hal9_parallel_tasks_max",
          "hal9_db_connections_active",
          "hal9_db_connections_max",
          "hal9_active_games",
          "http_requests_total",
          "http_request_duration_seconds",
          "process_resident_memory_bytes"
        }) {
      assertThat(MetricCatalogue.find(name)).as(name).isPresent();
    }
  }

  @Test
  void series_labelValueWithQuotesBackslashesAndLines_isReadBack() {
    for (var value :
        new String[] {"", "plain", "a\"b", "a\\b", "a\\nb", "a\nb", "x\",layer=\"L4"}) {
      var series = MetricCatalogue.MODEL_REQUESTS.series(value, "ok");

      assertThat(series.label("layer")).isEqualTo(value);
      assertThat(series.label("outcome")).isEqualTo("ok");
      assertThat(series.metric()).isEqualTo("hal9_model_requests_total");
      assertThat(series.key()).doesNotContain("\n");
    }
  }

  @Test
  void series_labels_areWrittenAsPrometheusWritesThem() {
    assertThat(MetricCatalogue.HTTP_REQUESTS.series("GET", "/health", "200").key())
        .isEqualTo("http_requests_total{method=\"GET\",route=\"/health\",status=\"200\"}");
    assertThat(MetricCatalogue.SIGNALS_SENT.series().key()).isEqualTo("hal9_signals_sent_total");
  }

  @Test
  void series_wrongNumberOfLabels_isRefused() {
    assertThatThrownBy(() -> MetricCatalogue.HTTP_REQUESTS.series("GET"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("method, route, status");
  }
}
