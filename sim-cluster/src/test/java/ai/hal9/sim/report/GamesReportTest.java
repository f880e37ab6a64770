package ai.hal9.sim.report;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.scenario.GameShape;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The report of a run whose requests are players' actions. */
class GamesReportTest {

  private final RunReport report =
      new SampleRun("games", new GameShape(20, 5, Duration.ofSeconds(10))).report();

  @Test
  void json_server_isOfActions() {
    var server = SimJson.LINE.readTree(new ReportJson(report).text()).path("server");
    var time = server.path("latency").path("processing_time");
    var whole = report.measured().latency(seriesOf(MetricCatalogue.GAME_ACTION_TIME));

    assertThat(whole.count()).isPositive();
    assertThat(time.path("vantage").asString()).isEqualTo("server");
    assertThat(LatencyHistogram.decoded(time.path("histogram").asString())).isEqualTo(whole);
    assertThat(time.path("p99_us").asLong()).isEqualTo(whole.micros(99));
    assertThat(server.at("/games/rounds_ended_by_time").asLong()).isEqualTo(21);
    assertThat(server.at("/games/rounds_complete").asLong()).isPositive();
    assertThat(server.at("/nodes/node-1/failed").asLong()).isEqualTo(3);
    assertThat(server.at("/nodes/node-1/answers").asLong()).isPositive();
    assertThat(server.at("/nodes/node-1/processing_time/n").asLong()).isPositive();
    assertThat(server.at("/series/rows_per_batch/30").asDouble()).isEqualTo(4);
  }

  @Test
  void json_readBack_hasTheActionsTime() {
    assertThat(ReportReader.read(new ReportJson(report).text()))
        .isInstanceOfSatisfying(
            ReportReading.Accepted.class,
            read -> {
              var saved = read.report();
              assertThat(saved.scenario().games()).isTrue();
              assertThat(saved.server().processingTime())
                  .isEqualTo(report.measured().latency(seriesOf(MetricCatalogue.GAME_ACTION_TIME)));
            });
  }

  @Test
  void summary_saysWhatNodesDidWithActions_andNothingOfTheCache() {
    var text = String.join("\n", new Summary(report, Palette.PLAIN).lines());

    assertThat(text)
        .containsPattern("action, server +[0-9]")
        .containsPattern("rounds, server    [0-9,]+ closed, 21 of them by time; [0-9,]+ requests")
        .containsPattern("stored, server    [0-9,]+ rows in batches of 4\n")
        .doesNotContain("cache, server", "processing, server");
  }

  @Test
  void page_chartsActions_andNoSignals() {
    assertThat(new ReportPage(report).html())
        .contains("Actions by node", "Action time", "Rounds closed", "to commit, all nodes merged")
        .doesNotContain("Answers by node", "Processing time", "Signals side by side", "Cache hit");
  }
}
