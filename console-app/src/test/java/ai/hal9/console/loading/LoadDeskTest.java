package ai.hal9.console.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.runs.SampleReports;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Background;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.SimException;
import ai.hal9.sim.driver.LoadNews;
import ai.hal9.sim.driver.LoadOrder;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioLibrary;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadDeskTest {

  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(T, ZoneOffset.UTC);
  private static final Window ALL = new Window(T.minusSeconds(60), T.plusSeconds(600));
  private static final String SCENARIO =
      """
      executor: ramping-arrival-rate
      start-rate: 10
      warm-up: 2s
      stages: [{duration: 3s, target: 20}, {duration: 3s, target: 20}]
      """;

  @TempDir private Path directory;
  private final HistoryStore history = HistoryStore.empty(CLOCK);
  private final Script script = new Script();
  private RunStore runs;
  private LoadDesk desk;

  @BeforeEach
  void open() {
    runs = RunStore.in(directory, CLOCK);
    desk = desk(true);
  }

  @AfterEach
  void close() {
    runs.close();
  }

  private LoadDesk desk(boolean local) {
    return new LoadDesk(
        new LoadDesk.Aim(
            "test", new ClusterAddress(URI.create("http://127.0.0.1:1"), "secret"), local, history),
        script,
        runs,
        new ScenarioLibrary(directory.resolve("scenarios")),
        CLOCK);
  }

  @Test
  void start_elsewhere_isRefused_andNothingIsOrdered() {
    assertThatThrownBy(() -> desk(false).start("s", SCENARIO)).isInstanceOf(SimException.class);
    assertThat(script.orders).isEmpty();
  }

  @Test
  void start_whileOneRuns_isRefused() {
    desk.start("s", SCENARIO);

    assertThatThrownBy(() -> desk.start("s", SCENARIO)).isInstanceOf(SimException.class);
    assertThat(script.orders).hasSize(1);
  }

  @Test
  void intervals_enterTheHistory_asASourceOfTheirOwn() {
    desk.start("s", SCENARIO);
    script.second(LoadPhase.WARM_UP, -1);
    script.second(LoadPhase.MEASURED, 0);
    script.second(LoadPhase.MEASURED, 1);

    assertThat(history.sources())
        .singleElement()
        .satisfies(
            source -> assertThat(source.newest().source().kind()).isEqualTo(SourceKind.CLIENT));
    var latency =
        history.distribution(
            ALL, Scope.cluster(), Selection.of(MetricCatalogue.CLIENT_RESPONSE_TIME));
    assertThat(latency.count()).isEqualTo(30);
    assertThat(
            history.increase(
                ALL,
                Scope.cluster(),
                Selection.of(MetricCatalogue.CLIENT_REQUESTS).where("outcome", "completed")))
        .isEqualTo(30);
  }

  @Test
  void counts_areOfTheMeasuredPart() {
    desk.start("s", SCENARIO);
    script.second(LoadPhase.WARM_UP, -1);
    assertThat(desk.status().phase()).isEqualTo(LoadStatus.Phase.WARM_UP);
    script.second(LoadPhase.MEASURED, 0);
    script.second(LoadPhase.MEASURED, 1);

    assertThat(desk.status().counts().offered()).isEqualTo(20);
    assertThat(desk.status().phase()).isEqualTo(LoadStatus.Phase.RUNNING);
    assertThat(desk.status().left(T.plusSeconds(2))).isEqualTo(Duration.ofSeconds(4));
    assertThat(desk.status().stage(T.plusSeconds(2))).isEqualTo(1);
    assertThat(desk.status().stage(T.plusSeconds(3))).isEqualTo(2);
  }

  @Test
  void stages_areMarkedWhereTheyBegin() {
    desk.start("s", SCENARIO);
    script.second(LoadPhase.WARM_UP, -2);
    for (var second = 0; second < 6; second++) {
      script.second(LoadPhase.MEASURED, second);
    }

    assertThat(history.events(ALL))
        .allSatisfy(event -> assertThat(event.event().kind()).isEqualTo(EventKind.LOAD_STAGE))
        .extracting(event -> event.event().time())
        .containsExactly(T.minusSeconds(2), T, T.plusSeconds(3));
  }

  @Test
  void steered_ordersIt_marksIt_andIsLimited() {
    desk.start("s", SCENARIO);
    script.second(LoadPhase.MEASURED, 0);

    desk.steer(50);
    desk.steer(1_000_000);

    assertThat(script.rates).containsExactly(50L, 1_000L);
    assertThat(desk.status().steered()).hasValue(1_000);
    assertThat(history.events(ALL))
        .extracting(event -> event.event().title())
        .contains("s: steered to 50 requests/s");
  }

  @Test
  void followed_afterSteering_ordersItOnce_andMarksIt() {
    desk.start("s", SCENARIO);
    script.second(LoadPhase.MEASURED, 0);
    desk.follow();
    assertThat(script.followed).isZero();

    desk.steer(50);
    desk.follow();
    desk.follow();

    assertThat(script.followed).isEqualTo(1);
    assertThat(desk.status().steered()).isEmpty();
    assertThat(history.events(ALL))
        .extracting(event -> event.event().title())
        .contains("s: back to the schedule");
  }

  @Test
  void close_waitsUntilTheReportIsKept() throws Exception {
    desk.start("s", SCENARIO);
    script.second(LoadPhase.MEASURED, 0);
    var text = SampleReports.of("s", T, 1_000, "100");
    var told = script.listener;
    var reporting = new CompletableFuture<Thread>();
    script.aborting =
        () ->
            reporting.complete(
                Thread.startVirtualThread(
                    () -> told.accept(new LoadNews.Ended(text.json(), text.page(), List.of()))));

    desk.close();

    assertThat(runs.list()).hasSize(1);
    reporting.get().join();
  }

  @Test
  void warning_isShownUntilTheNextRun() {
    desk.start("s", SCENARIO);
    script.listener.accept(new LoadNews.Warned("rate limits are on"));
    script.second(LoadPhase.MEASURED, 0);

    assertThat(desk.status().words()).isEqualTo("Rate limits are on");

    script.listener.accept(new LoadNews.Warned("3 of 10 players could not leave"));
    var text = SampleReports.of("s", T, 1_000, "100");
    script.listener.accept(new LoadNews.Ended(text.json(), text.page(), List.of()));
    assertThat(desk.status().phase()).isEqualTo(LoadStatus.Phase.ENDED);
    assertThat(desk.status().words()).isEqualTo("3 of 10 players could not leave");

    desk.start("s", SCENARIO);
    assertThat(desk.status().words()).isEmpty();
  }

  @Test
  void most_ofGamesOfUsersThatWait_isTheirPlayers() {
    var read =
        ScenarioFiles.read(
            "g",
            """
            executor: constant-vus
            vus: 4
            duration: 10s
            games: {concurrent: 2, players: 5}
            """);

    assertThat(read)
        .isInstanceOfSatisfying(
            ScenarioReading.Accepted.class,
            games -> assertThat(LoadDesk.most(games.scenario())).isEqualTo(10));
  }

  @Test
  void ended_isKept() {
    desk.start("s", SCENARIO);
    script.second(LoadPhase.MEASURED, 0);
    var text = SampleReports.of("s", T, 1_000, "100");
    script.listener.accept(new LoadNews.Ended(text.json(), text.page(), List.of()));

    assertThat(desk.status().phase()).isEqualTo(LoadStatus.Phase.ENDED);
    assertThat(runs.list())
        .singleElement()
        .extracting(RunSummary::id)
        .isEqualTo(desk.status().kept().orElseThrow());
    desk.start("s", SCENARIO);
    assertThat(script.orders).hasSize(2);
  }

  @Test
  void loadEnd_tellsTheVerdictOfTheReport_once() {
    var told = new ArrayList<LoadEnd.Outcome>();
    var end = new LoadEnd(desk, Background.sameThread(), told::add);
    desk.start("s", SCENARIO);
    end.look();
    script.second(LoadPhase.MEASURED, 0);
    end.look();
    assertThat(told).isEmpty();

    var text = SampleReports.of("s", T, 1_000, "100");
    script.listener.accept(new LoadNews.Ended(text.json(), text.page(), List.of()));
    end.look();
    end.look();

    var kept = runs.list().getFirst();
    assertThat(told)
        .containsExactly(
            new LoadEnd.Outcome(
                kept.verdict() == RunSummary.Verdict.MISSED,
                "Load ‘s’ ended: " + kept.outcome(),
                OptionalLong.of(kept.id())));
  }

  @Test
  void loadEnd_withoutAReport_isBad_andSaysWhy() {
    var told = new ArrayList<LoadEnd.Outcome>();
    var end = new LoadEnd(desk, Background.sameThread(), told::add);
    desk.start("s", SCENARIO);
    end.look();
    script.listener.accept(new LoadNews.Failed("cannot connect"));
    end.look();

    assertThat(told)
        .containsExactly(
            new LoadEnd.Outcome(true, "Load ‘s’ failed: Cannot connect", OptionalLong.empty()));
  }

  @Test
  void ended_historyCannotBeWritten_isSetAside_andSaid() {
    desk.start("s", SCENARIO);
    script.listener.accept(new LoadNews.Ended("{}", "", List.of()));

    assertThat(desk.status().phase()).isEqualTo(LoadStatus.Phase.ENDED);
    assertThat(desk.status().words()).contains("The report is kept in");
  }

  @Test
  void failed_saysWhy() {
    desk.start("s", SCENARIO);
    script.listener.accept(new LoadNews.Failed("cannot connect"));

    assertThat(desk.status().phase()).isEqualTo(LoadStatus.Phase.FAILED);
    assertThat(desk.status().words()).isEqualTo("Cannot connect");
    assertThat(runs.list()).isEmpty();
  }

  /** A generator that does what the test says. */
  private static final class Script implements Generator, Generator.Running {

    final List<LoadOrder> orders = new ArrayList<>();
    final List<Long> rates = new ArrayList<>();
    Consumer<LoadNews> listener = _ -> {};
    Runnable aborting = this::stop;
    int followed;

    @Override
    public Running start(LoadOrder order, Consumer<LoadNews> told) {
      orders.add(order);
      listener = told;
      return this;
    }

    /** A second of ten requests, the schedule's clock being T's. */
    void second(LoadPhase phase, int offset) {
      listener.accept(
          new LoadNews.Progress(
              T.plusSeconds(offset + 1),
              (offset + 100) * 1_000_000_000L,
              new LoadInterval(
                  phase,
                  Duration.ofSeconds(offset),
                  Duration.ofSeconds(1),
                  new LoadCounts(10, 10, 10, 0, 0, 0, Map.of(), 0, 0, Map.of()),
                  LatencyHistogram.ofMicros(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                  LatencyHistogram.ofMicros(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                  LatencyHistogram.none(),
                  0,
                  0,
                  1,
                  0),
              List.of(),
              Optional.empty()));
    }

    @Override
    public void rate(long target) {
      rates.add(target);
    }

    @Override
    public void users(long target) {
      throw new IllegalStateException("an open model has no users");
    }

    @Override
    public void stop() {
      listener.accept(new LoadNews.Failed("stopped"));
    }

    @Override
    public void follow() {
      followed++;
    }

    @Override
    public void abort() {
      aborting.run();
    }

    @Override
    public void close() {
      stop();
    }
  }
}
