package ai.hal9.console.board;

import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_HITS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_RESPONSE_TIME;
import static ai.hal9.api.metric.MetricCatalogue.DB_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.DB_MAX;
import static ai.hal9.api.metric.MetricCatalogue.PG_COMMITS;
import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;
import static ai.hal9.api.metric.MetricCatalogue.QUEUE_LENGTH;
import static ai.hal9.api.metric.MetricCatalogue.RATE_LIMITED;
import static ai.hal9.api.metric.MetricCatalogue.REDIS_KEYS;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_FAILED;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_PROCESSED;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_SENT;
import static ai.hal9.api.metric.MetricCatalogue.STAGE_TIME;
import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.Line;
import ai.hal9.console.chart.Moment;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.SetClock;
import ai.hal9.console.series.Voice;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Tone;
import ai.hal9.dashboards.catalog.BundledDashboards;
import ai.hal9.dashboards.catalog.SloProfiles;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.DashboardReading;
import ai.hal9.dashboards.model.DashboardYaml;
import ai.hal9.dashboards.model.SloProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PictureTest {

  private static final double GAP = Double.NaN;

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);
  private Moment moment = Moment.LIVE;

  @Test
  void percentile_skewedNodes_isOfAllSamplesTogether() {
    var fast = node("a");
    var slow = node("b");
    for (var second = 0; second < 30; second++) {
      fast.says(second, PROCESSING_TIME.series(), times(99, 1_000));
      slow.says(second, PROCESSING_TIME.series(), times(1, 900_000));
    }

    var tile = tile("percentile: 99, of: hal9_processing_time, unit: seconds");

    assertThat(tile.value().number().orElseThrow()).isCloseTo(0.001, within(0.00001));
    assertThat(tile.samples()).hasValue(1_000);
    assertThat(tile.weak()).isFalse();
  }

  @Test
  void latency_whileALoadRuns_hasTheClientsBesideIt() {
    var node = node("a");
    var client = Voice.client(clock, history);
    for (var second = 0; second < 30; second++) {
      node.says(second, PROCESSING_TIME.series(), times(100, 1_000));
      client.says(second, CLIENT_RESPONSE_TIME.series(), times(100, 5_000));
    }

    var tile = tile("percentile: 99, of: hal9_processing_time, unit: seconds");

    assertThat(tile.text()).isEqualTo("1.00 ms");
    assertThat(tile.clientText()).isEqualTo("client 5.00 ms");
  }

  @Test
  void throughput_whileALoadRuns_hasWhatItsClientOffersAndGetsDoneBesideIt() {
    var node = node("a");
    var client = Voice.client(clock, history);
    for (var second = 0; second < 30; second++) {
      node.says(
          second,
          Map.of(
              SIGNALS_SENT.series(), 90.0 * second,
              SIGNALS_FAILED.series("draining"), 5.0 * second,
              SIGNALS_FAILED.series("overloaded"), 10.0 * second,
              RATE_LIMITED.series("user"), 5.0 * second,
              SIGNALS_PROCESSED.series(), 80.0 * second),
          Map.of());
      client.says(second, Map.of(CLIENT_REQUESTS.series("completed"), 79.0 * second), Map.of());
    }
    var tiles =
        picture(BundledDashboards.named("overview").orElseThrow(), Scope.cluster(), 30).tiles();

    assertThat(tiles.get("throughput"))
        .extracting(TileState::text, TileState::besideText, TileState::clientText)
        .containsExactly("80.0 /s", "offered 100 /s", "client 79.0 /s");
    assertThat(tiles.get("errors")).extracting(TileState::besideText).isEqualTo("");
  }

  @Test
  void charts_whileAColumnFills_stayForASecondAtMost() {
    var node = node("a");
    node.says(0, PROCESSING_TIME.series(), 1_000);
    node.says(1, PROCESSING_TIME.series(), 1_000);
    var before = next(2, null);

    node.says(2, PROCESSING_TIME.series(), 1_000);

    assertThat(next(2, before).drawn()).isSameAs(before.drawn());
    assertThat(next(3, before).drawn()).isNotSameAs(before.drawn());
  }

  @Test
  void charts_whenAColumnIsFull_areDrawnAnew() {
    var node = node("a");
    node.says(0, PROCESSING_TIME.series(), 1_000);
    var before = next(2, null);

    node.says(1, PROCESSING_TIME.series(), 2_000);
    var after = next(2, before);

    assertThat(lines(after).getFirst().values().max()).isCloseTo(0.002, within(0.0001));
  }

  @Test
  void charts_ofAnotherStretch_areDrawnAnew() {
    node("a").says(0, PROCESSING_TIME.series(), 1_000);
    var before = next(2, null);
    moment = new Moment(EPOCH.plusSeconds(2), false);
    var paused = next(2, before);

    assertThat(paused.drawn()).isNotSameAs(before.drawn());
    assertThat(next(2, paused).drawn()).isSameAs(paused.drawn());
    assertThat(next(1, paused).drawn()).isNotSameAs(paused.drawn());
  }

  @Test
  void sparkline_inTheSameSecond_stays() {
    var node = node("a");
    node.says(0, PROCESSING_TIME.series(), 1_000);
    var board =
        read(
            "title: T\npanels:\n  - {tile: x, title: X, percentile: 99, of: hal9_processing_time, unit: seconds}");
    var wanted = new Wanted(board, Scope.cluster(), window(30), moment, SloProfiles.standard());
    var before = Picture.of(history, wanted);

    assertThat(spark(Picture.of(history, wanted, before))).isSameAs(spark(before));
    node.says(1, PROCESSING_TIME.series(), 1_000);
    assertThat(spark(Picture.of(history, wanted, before))).isNotEqualTo(spark(before));
  }

  private static ChartData spark(Picture picture) {
    return Objects.requireNonNull(picture.tiles().get("x")).spark();
  }

  @Test
  void latency_withoutLoad_hasNoneBesideIt() {
    for (var second = 0; second < 30; second++) {
      node("a").says(second, PROCESSING_TIME.series(), times(100, 1_000));
    }

    assertThat(tile("percentile: 99, of: hal9_processing_time, unit: seconds").clientText())
        .isEmpty();
  }

  @Test
  void percentile_tooFewSamples_isShownAsSuch_andNotJudged() {
    var node = node("a");
    for (var second = 0; second < 30; second++) {
      node.says(second, PROCESSING_TIME.series(), times(2, 900_000));
    }

    var tile = tile("percentile: 99, of: hal9_processing_time, unit: seconds, goal: latency-p99");

    assertThat(tile.weak()).isTrue();
    assertThat(tile.health()).isEqualTo(Health.UNKNOWN);
    assertThat(tile.hover()).contains("n = 20, too few");
    assertThat(lines("{name: p99, percentile: 99, of: hal9_processing_time}", "seconds"))
        .singleElement()
        .satisfies(line -> assertThat(line.weak().cardinality()).isEqualTo(30));
  }

  @Test
  void tile_profileChosen_setsTheTarget() {
    var node = node("a");
    for (var second = 0; second < 30; second++) {
      node.says(second, PROCESSING_TIME.series(), times(100, 150_000));
    }
    var asked = "percentile: 99, of: hal9_processing_time, unit: seconds, goal: latency-p99";

    var strict = tile(asked);
    var lenient = tile(asked, SloProfiles.named("operations").orElseThrow());

    assertThat(strict.target()).isEqualTo("target ≤ 100 ms");
    assertThat(strict.health()).isEqualTo(Health.BAD);
    assertThat(lenient.target()).isEqualTo("target ≤ 500 ms");
    assertThat(lenient.health()).isEqualTo(Health.GOOD);
  }

  @Test
  void breaker_isToldInWords_withWhatItWas() {
    var node = node("a");
    for (var second = 0; second < 30; second++) {
      node.says(second, Map.of(), Map.of(BREAKER_STATE.series("model"), second < 21 ? 0.0 : 2.0));
    }

    var tile = tile("max: hal9_circuit_breaker_state, unit: count, goal: {at-most: 0}");

    assertThat(tile.text()).isEqualTo("open");
    assertThat(tile.change()).isEqualTo("was closed");
    assertThat(tile.target()).isEqualTo("target closed");
    assertThat(tile.health()).isEqualTo(Health.BAD);
  }

  @Test
  void tile_whilePaused_staysAsItWas_andWhileZoomedSaysOfWhen() {
    var node = node("a");
    for (var second = 0; second < 60; second++) {
      node.says(second, Map.of(), Map.of(DB_ACTIVE.series(), second < 30 ? 3.0 : 9.0));
    }
    var asked = "sum: hal9_db_connections_active, unit: count";

    moment = new Moment(EPOCH.plusSeconds(30), false);
    assertThat(tile(asked).text()).isEqualTo("3");
    assertThat(tile(asked).title()).isEqualTo("X");
    assertThat(tile(asked).hover()).contains("before the pause");
    moment = new Moment(null, true);
    assertThat(tile(asked).text()).isEqualTo("9");
    assertThat(tile(asked).title()).isEqualTo("X · now");
  }

  @Test
  void tile_pausedLongAgo_isOfTheCoarserPast() {
    var node = node("a");
    for (var second = 0; second < 1_900; second++) {
      node.says(second, Map.of(), Map.of(DB_ACTIVE.series(), second < 100 ? 3.0 : 9.0));
    }

    moment = new Moment(EPOCH.plusSeconds(75), false);

    assertThat(tile("sum: hal9_db_connections_active, unit: count").text()).isEqualTo("3");
  }

  @Test
  void ratio_changed_isToldInPoints_withItsNumberOfLookUps() {
    var node = node("a");
    for (var second = 0; second <= 30; second++) {
      var late = Math.max(0, second - 20);
      node.says(
          second,
          Map.of(
              CACHE_REQUESTS.series(),
              100.0 * second,
              CACHE_HITS.series("local"),
              90.0 * second - 40.0 * late),
          Map.of());
    }

    var tile = tile("rate: hal9_cache_hits_total, per: hal9_cache_requests_total, unit: share");

    assertThat(tile.value().number().orElseThrow()).isCloseTo(0.5, within(1e-9));
    assertThat(tile.change()).isEqualTo("−40.0 points");
    assertThat(tile.hover()).contains("n = 1,000.");
  }

  @Test
  void throughput_belowAnAim_isNoFault() {
    var node = node("a");
    for (var second = 0; second < 30; second++) {
      node.says(second, Map.of(SIGNALS_PROCESSED.series(), 10.0 * second), Map.of());
    }

    var tile = tile("rate: hal9_signals_processed_total, unit: per-second, goal: throughput");

    assertThat(tile.text()).isEqualTo("10.0 /s");
    assertThat(tile.health()).isEqualTo(Health.BELOW);
    assertThat(tile.target()).isEqualTo("aim 1,000 /s");
  }

  @Test
  void gauge_silentWhileAlive_isAGap() {
    var one = node("a");
    var other = node("b");
    for (var second = 0; second < 10; second++) {
      one.says(second, Map.of(), Map.of(DB_ACTIVE.series(), 5.0));
      if (second < 3 || second > 5) {
        other.says(second, Map.of(), Map.of(DB_ACTIVE.series(), 2.0));
      }
    }

    var line = lines("{name: in use, sum: hal9_db_connections_active}", "count").getFirst();

    assertThat(Arrays.copyOf(line.values().toArray(), 10))
        .containsExactly(7, 7, 7, GAP, GAP, GAP, 7, 7, 7, 7);
  }

  @Test
  void gauge_columnsOfManyIntervals_keepTheSpike() {
    var node = node("a");
    for (var second = 0; second < 600; second++) {
      node.says(
          second,
          Map.of(),
          Map.of(DB_ACTIVE.series(), second == 7 ? 90.0 : 10.0, DB_MAX.series(), 100.0));
    }

    var line =
        lines(
                "{name: use, sum: hal9_db_connections_active, per: hal9_db_connections_max}",
                "share",
                600)
            .getFirst();

    assertThat(line.high().max()).isEqualTo(0.9);
    assertThat(line.low().known().min().orElseThrow()).isEqualTo(0.1);
  }

  @Test
  void byNode_moreThanCanBeToldApart_showsTheHighestOfTheRest() {
    var nodes = IntStream.rangeClosed(1, 20).mapToObj("node-%02d"::formatted).toList();
    for (var second = 0; second < 5; second++) {
      for (var i = 0; i < nodes.size(); i++) {
        node(nodes.get(i)).says(second, Map.of(), Map.of(DB_ACTIVE.series(), (double) i));
      }
    }

    var lines = lines("{sum: hal9_db_connections_active, by: node}", "count");

    assertThat(lines).hasSize(8);
    assertThat(lines.getFirst().tone()).isEqualTo(Tone.SERIES_1);
    var rest = lines.getLast();
    assertThat(rest.name()).isEqualTo("highest of 13 more");
    assertThat(rest.values().at(2)).isEqualTo(19);
    assertThat(rest.low().at(2)).isEqualTo(7);
  }

  @Test
  void client_isBesideTheServer_asLongAsItIsHeard() {
    var series =
        "{name: p99, percentile: 99, of: hal9_processing_time},"
            + " {name: client p99, percentile: 99, of: hal9_client_response_time}";
    for (var second = 0; second < 5; second++) {
      node("a").says(second, PROCESSING_TIME.series(), times(100, 1_000));
    }
    assertThat(lines(series, "seconds")).extracting(Line::name).containsExactly("p99");

    for (var second = 0; second < 5; second++) {
      node("load").says(second, CLIENT_RESPONSE_TIME.series(), times(100, 2_000));
    }
    assertThat(lines(series, "seconds"))
        .extracting(Line::name, Line::tone)
        .containsExactly(tuple("p99", Tone.PERCENTILE_99), tuple("client p99", Tone.SERIES_2));
  }

  @Test
  void byLabel_isALineForEachValueHeard() {
    var node = node("a");
    for (var second = 0; second <= 5; second++) {
      node.says(
          second,
          Map.of(
              CACHE_HITS.series("local"), 30.0 * second,
              CACHE_HITS.series("redis"), 10.0 * second),
          Map.of());
    }

    var lines = lines("{rate: hal9_cache_hits_total, by: level}", "per-second");

    assertThat(lines.stream().collect(Collectors.toMap(Line::name, line -> line.values().at(3))))
        .containsExactlyInAnyOrderEntriesOf(Map.of("L1 (node memory)", 30.0, "L2 (Redis)", 10.0));
  }

  @Test
  void byStage_isInTheOrderASignalPassesThem_inWords() {
    for (var second = 0; second < 5; second++) {
      node("a").says(second, STAGE_TIME.series("buffer"), times(100, 2_000));
      node("b").says(second, STAGE_TIME.series("cache"), times(100, 1_000));
    }

    assertThat(lines("{percentile: 50, of: hal9_stage_time, by: stage}", "seconds"))
        .extracting(Line::id, Line::name)
        .containsExactly(tuple("cache", "cache look-up"), tuple("buffer", "wait in the buffer"));
  }

  @Test
  void byServer_isNamedByItsRole_andByAsMuchOfItsAddressAsTellsItApart() {
    for (var second = 0; second <= 5; second++) {
      for (var server : List.of("10.0.0.5:6001", "10.0.0.5:6002")) {
        store(SourceKind.POSTGRES, server)
            .says(second, Map.of(PG_COMMITS.series(server), 10.0 * second), Map.of());
      }
    }

    assertThat(
            lines(
                "{name: committed on, rate: hal9_postgres_commits_total, by: server}",
                "per-second"))
        .extracting(Line::id, Line::name)
        .containsExactly(
            tuple("committed on 10.0.0.5:6001", "committed on PostgreSQL :6001"),
            tuple("committed on 10.0.0.5:6002", "committed on PostgreSQL :6002"));
  }

  @Test
  void byServer_theOnlyOneOfItsRole_isNamedByThat() {
    var cache = "10.0.0.5:7001";
    var durable = "10.0.0.5:7002";
    for (var second = 0; second < 5; second++) {
      store(SourceKind.REDIS, cache).says(second, Map.of(), Map.of(REDIS_KEYS.series(cache), 5.0));
      store(SourceKind.REDIS, durable)
          .says(
              second,
              Map.of(),
              Map.of(REDIS_KEYS.series(durable), 2.0, QUEUE_LENGTH.series(durable), 1.0));
    }

    assertThat(lines("{max: hal9_redis_keys, by: server}", "count"))
        .extracting(Line::name)
        .containsExactly("Redis", "durable Redis");
  }

  @Test
  void sparkline_ofAShare_isOfTheWhole_orOfWhatIsAllowed() {
    var node = node("a");
    for (var second = 0; second < 60; second++) {
      node.says(second, Map.of(), Map.of(DB_ACTIVE.series(), 1.0, DB_MAX.series(), 1000.0));
    }
    var asked = "sum: hal9_db_connections_active, per: hal9_db_connections_max, unit: share";

    assertThat(tile(asked).top()).isEqualTo(1);
    assertThat(tile(asked + ", goal: {at-most: 0.02}").top()).isEqualTo(0.02);
    assertThat(tile(asked).hover()).endsWith("The line is the last minute, from 0 to 100 %.");
  }

  @Test
  void sparkline_ofANumber_endsOnARoundOneAboveTheHighest() {
    var node = node("a");
    for (var second = 0; second < 60; second++) {
      node.says(second, Map.of(), Map.of(DB_ACTIVE.series(), second == 30 ? 37.0 : 1.0));
    }

    assertThat(tile("sum: hal9_db_connections_active, unit: count").top()).isEqualTo(40);
  }

  @Test
  void rates_thatAreAllZero_areToldApartFromThoseNotKnown() {
    var node = node("a");
    for (var second = 0; second <= 5; second++) {
      node.says(second, Map.of(CACHE_HITS.series("local"), 0.0), Map.of());
    }
    var hits = board("[{rate: hal9_cache_hits_total, by: level}]", "per-second");
    var evictions = board("[{rate: hal9_redis_evicted_keys_total, by: server}]", "per-second");

    assertThat(chart(hits).zero()).isTrue();
    assertThat(chart(evictions).zero()).isFalse();
  }

  @Test
  void oneNodeChosen_isAskedAlone_andKeepsItsColour() {
    for (var second = 0; second < 5; second++) {
      node("a").says(second, Map.of(), Map.of(DB_ACTIVE.series(), 5.0));
      node("b").says(second, Map.of(), Map.of(DB_ACTIVE.series(), 2.0));
    }
    var board = board("[{sum: hal9_db_connections_active, by: node}]", "count");

    var lines = lines(picture(board, Scope.node("b"), 30));

    assertThat(lines).singleElement().extracting(Line::name).isEqualTo("b");
    assertThat(lines.getFirst().tone()).isEqualTo(Tone.SERIES_2);
  }

  private ChartData chart(Dashboard board) {
    return Objects.requireNonNull(picture(board, Scope.cluster(), 6).charts().get("x"));
  }

  private Voice store(SourceKind kind, String server) {
    return Voice.store(clock, history, kind, server);
  }

  private Voice node(String name) {
    return Voice.node(clock, history, name);
  }

  private static long[] times(int count, long micros) {
    var times = new long[count];
    Arrays.fill(times, micros);
    return times;
  }

  private TileState tile(String asked) {
    return tile(asked, SloProfiles.standard());
  }

  private TileState tile(String asked, SloProfile profile) {
    var board = read("title: T\npanels:\n  - {tile: x, title: X, " + asked + "}");
    var picture =
        Picture.of(history, new Wanted(board, Scope.cluster(), window(30), moment, profile));
    return Objects.requireNonNull(picture.tiles().get("x"));
  }

  private List<Line> lines(String series, String unit) {
    return lines(series, unit, 30);
  }

  private List<Line> lines(String series, String unit, int seconds) {
    return lines(picture(board("[" + series + "]", unit), Scope.cluster(), seconds));
  }

  private static List<Line> lines(Picture picture) {
    return Objects.requireNonNull(picture.charts().get("x")).lines();
  }

  private Picture picture(Dashboard board, Scope scope, int seconds) {
    return Picture.of(
        history, new Wanted(board, scope, window(seconds), moment, SloProfiles.standard()));
  }

  /** The next picture of the quarter of an hour that ends at this second, in columns of two. */
  private Picture next(int second, @Nullable Picture before) {
    var board = board("[{name: l, percentile: 99, of: hal9_processing_time}]", "seconds");
    var window = Window.last(Duration.ofMinutes(15), EPOCH.plusSeconds(second));
    var scope = Scope.cluster();
    return Picture.of(
        history, new Wanted(board, scope, window, moment, SloProfiles.standard()), before);
  }

  private static Window window(int seconds) {
    return new Window(EPOCH, EPOCH.plusSeconds(seconds));
  }

  private static Dashboard board(String series, String unit) {
    return read(
        "title: T\npanels:\n  - {chart: x, title: X, unit: %s, series: %s}"
            .formatted(unit, series));
  }

  private static Dashboard read(String yaml) {
    if (DashboardYaml.read("t", yaml) instanceof DashboardReading.Accepted(var dashboard)) {
      return dashboard;
    }
    throw new AssertionError(DashboardYaml.read("t", yaml));
  }
}
