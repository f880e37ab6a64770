package ai.hal9.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportJsonTest {

  private final RunReport report = new SampleRun("demo").report();
  private final JsonNode json =
      JsonMapper.builder().build().readTree(new ReportJson(report).text());

  @Test
  void text_ofTheSample_hasItsGoldenNumbers() {
    assertThat(json.path("schema").asString()).isEqualTo("hal9-run-report");
    assertThat(json.path("schema_version").asInt()).isEqualTo(1);
    assertThat(json.path("window_ms").asLong()).isEqualTo(60_000);
    assertThat(json.path("counts").path("offered").asLong()).isEqualTo(180_000);
    assertThat(json.path("counts").path("dropped").asLong()).isEqualTo(320);
    assertThat(json.path("counts").path("completed").asLong()).isEqualTo(179_680);
    assertThat(json.path("throughput_per_second").asDouble()).isEqualTo(179_680 / 60.0);
    assertThat(json.path("server").path("cache").path("local_hit_rate").asDouble())
        .isBetween(0.7999, 0.8001);
    assertThat(json.path("server").path("nodes").path("node-3").path("restarts").asInt()).isOne();
    assertThat(json.path("passed").asBoolean()).isFalse();
    assertThat(json.path("validity").path("valid").asBoolean()).isTrue();
  }

  @Test
  void histograms_readBack_giveTheSamePercentiles() {
    var response = json.path("latency").path("response_time");
    var whole = LatencyHistogram.decoded(response.path("histogram").asString());

    assertThat(whole).isEqualTo(report.load().responseTime());
    assertThat(response.path("p99_us").asLong()).isEqualTo(whole.micros(99));
    assertThat(response.path("p99_9_us").asLong()).isEqualTo(whole.micros(99.9));
  }

  @Test
  void intervals_merged_areTheWhole() {
    var parts = new ArrayList<LatencyHistogram>();
    for (var interval : json.path("intervals")) {
      if (interval.path("phase").asString().equals("measured")) {
        parts.add(LatencyHistogram.decoded(interval.path("response_time").asString()));
      }
    }

    assertThat(LatencyHistogram.merged(parts)).isEqualTo(report.load().responseTime());
  }

  @Test
  void series_inAGap_isNullNotZero() {
    var pool = json.path("server").path("series").path("db_connections_active");
    var gaps = 0;
    for (var value : pool) {
      gaps += value.isNull() ? 1 : 0;
    }

    assertThat(gaps).isEqualTo(2);
  }

  @Test
  void percentile_tooFewSamples_isNull() {
    var few = ReportJson.distribution("client", LatencyHistogram.ofMicros(1, 2, 3));

    assertThat(few.path("p99_us").isNull()).isTrue();
    assertThat(few.path("n").asLong()).isEqualTo(3);
    assertThat(few.path("max_us").asLong()).isEqualTo(3);
  }

  @Test
  void report_readBack_isTheSameRun() {
    var read = ReportReader.read(new ReportJson(report).text());

    assertThat(read)
        .isInstanceOfSatisfying(
            ReportReading.Accepted.class,
            accepted -> {
              var saved = accepted.report();
              var load = report.load();
              assertThat(saved.counts()).isEqualTo(load.counts());
              assertThat(saved.responseTime()).isEqualTo(load.responseTime());
              assertThat(saved.throughput()).isEqualTo(load.throughput());
              assertThat(saved.intervals()).hasSameSizeAs(load.intervals());
              assertThat(saved.steerings()).isEqualTo(load.steerings());
              assertThat(saved.passed()).isFalse();
              assertThat(saved.generator()).isEqualTo(load.generator());
              assertThat(saved.setup()).isEqualTo(report.setup());
              assertThat(saved.server().steps()).contains(java.util.Optional.empty());
            });
  }

  @Test
  void report_otherText_isRejectedWithAReason() {
    assertThat(ReportReader.read("{\"schema\": \"other\"}"))
        .isInstanceOf(ReportReading.Rejected.class);
    assertThat(ReportReader.read("not json")).isInstanceOf(ReportReading.Rejected.class);
  }
}
