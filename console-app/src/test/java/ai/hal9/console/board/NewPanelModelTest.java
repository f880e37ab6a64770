package ai.hal9.console.board;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.dashboards.expression.Split;
import ai.hal9.dashboards.expression.Unit;
import ai.hal9.dashboards.model.Panel;
import ai.hal9.dashboards.model.Plot;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewPanelModelTest {

  private final NewPanelModel model =
      new NewPanelModel(Set.of("entries-in-the-local-cache")::contains);

  @Test
  void metric_misspelt_namesTheNearest_andMakesNothing() {
    model.metric().set("hal9_cache_entrys");

    assertThat(model.errors()).singleElement().asString().contains("'hal9_cache_entries'");
    assertThat(model.panel().get()).isNull();
  }

  @Test
  void words_suggestMetrics() {
    model.metric().set("pool maximum");

    assertThat(model.suggestions())
        .contains("hal9_db_connections_max", "hal9_redis_connections_max");
  }

  @Test
  void histogram_isALinePerPercentile() {
    model.metric().set("hal9_processing_time");
    model.percentiles().set("50, 99.9");

    assertThat(chart().plots()).extracting(Plot::name).containsExactly("p50", "p99.9");
    assertThat(chart().unit()).isEqualTo(Unit.SECONDS);
    assertThat(model.forms()).containsExactly("percentile");
  }

  @Test
  void percentile_beyondTheScale_isRefused() {
    model.metric().set("hal9_processing_time");
    model.percentiles().set("120");

    assertThat(model.errors()).isNotEmpty();
    assertThat(model.panel().get()).isNull();
  }

  @Test
  void counterPerCounter_byItsLabel_isAShare() {
    model.metric().set("hal9_cache_hits_total");
    model.per().set("hal9_cache_requests_total");
    model.by().set("level");

    assertThat(chart().unit()).isEqualTo(Unit.SHARE);
    assertThat(chart().plots().getFirst().split()).isEqualTo(new Split.ByLabel("level"));
  }

  @Test
  void gaugePerCounter_isRefusedWithTheReason() {
    model.metric().set("hal9_cache_entries");
    model.per().set("hal9_cache_requests_total");

    assertThat(model.errors()).singleElement().asString().contains("gauge");
  }

  @Test
  void gauge_offersOnlyWhatMeansSomething() {
    model.metric().set("hal9_concurrent_users");

    assertThat(model.forms()).containsExactly("max", "mean");
  }

  @Test
  void splitByALabelOfAnother_isForgottenWithTheMetric() {
    model.metric().set("hal9_cache_hits_total");
    model.by().set("level");
    model.metric().set("hal9_cache_requests_total");

    assertThat(model.by().get()).isEqualTo(NewPanelModel.TOGETHER);
    assertThat(model.panel().get()).isNotNull();
  }

  @Test
  void tile_untitled_isCalledAsItsMetric_andHasANameOfItsOwn() {
    model.tile().set(true);
    model.metric().set("hal9_cache_entries");

    var tile = (Panel.Tile) Objects.requireNonNull(model.panel().get());
    assertThat(tile.title()).isEqualTo("Entries in the local cache");
    assertThat(tile.id()).isEqualTo("entries-in-the-local-cache-2");
  }

  private Panel.Chart chart() {
    return (Panel.Chart) Objects.requireNonNull(model.panel().get());
  }
}
