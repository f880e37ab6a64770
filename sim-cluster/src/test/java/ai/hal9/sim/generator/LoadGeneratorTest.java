package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadOutcome;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.Steering;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.load.Validity;
import ai.hal9.sim.scenario.ClosedModel;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.scenario.UserSchedule;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadGeneratorTest {

  private EchoTarget target = EchoTarget.start();

  @BeforeAll
  void started() {
    assertThat(target.uri().getPort()).isPositive();
  }

  @AfterAll
  void stop() {
    target.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rampingArrivalRate_offersExactlyItsSchedule(int loops) {
    var result =
        run(
            LoadGenerator.withEventLoops(loops),
            """
            executor: ramping-arrival-rate
            start-rate: 100
            stages: [{duration: 1s, target: 900}, {duration: 500ms, target: 900}]
            warm-up: 500ms
            connections: 16
            """);

    assertThat(result.counts().offered()).isEqualTo(500 + 450);
    assertThat(result.counts().completed()).isEqualTo(950);
    assertThat(result.responseTime().count()).isEqualTo(950);
    assertThat(result.serviceTime().count()).isEqualTo(950);
    assertThat(result.counts().checksPassed()).isEqualTo(950);
    assertThat(result.ending()).isEqualTo(LoadEnding.COMPLETED);
  }

  @Test
  void stages_thatEndWithinASecond_haveTheirOwnRequestsAlone() {
    var result =
        run(
            LoadGenerator.create(),
            """
            executor: ramping-arrival-rate
            start-rate: 200
            stages: [{duration: 1500ms, target: 200}, {duration: 1100ms, target: 200}]
            warm-up: 300ms
            """);

    assertThat(result.stages())
        .extracting(stage -> stage.counts().offered())
        .satisfiesExactly(
            first -> assertThat(first).isBetween(280L, 350L),
            second -> assertThat(second).isBetween(170L, 240L));
    assertThat(result.intervals())
        .filteredOn(interval -> interval.phase() == LoadPhase.MEASURED)
        .extracting(interval -> interval.length().toMillis())
        .containsExactly(1_000L, 500L, 1_100L);
  }

  @Test
  void stages_ofAPausedRun_haveTheirOwnRequestsAlone() throws Exception {
    var counted = new LinkedBlockingQueue<LoadInterval>();
    var run =
        LoadGenerator.create()
            .start(
                scenario(
                    """
                    executor: ramping-arrival-rate
                    start-rate: 200
                    stages: [{duration: 1700ms, target: 200}, {duration: 1s, target: 200}]
                    """),
                target.uri(),
                (interval, _) -> counted.add(interval));
    next(counted);
    run.pause();
    next(counted);
    next(counted);
    run.resume();
    var result = ((LoadOutcome.Ran) run.outcome().get(10, TimeUnit.SECONDS)).result();

    assertThat(result.stages())
        .extracting(stage -> stage.counts().offered())
        .satisfiesExactly(
            first -> assertThat(first).isBetween(320L, 385L),
            second -> assertThat(second).isBetween(155L, 220L));
  }

  @Test
  void warmUp_isExcludedOnce() {
    var result =
        run(
            LoadGenerator.create(),
            """
            executor: constant-arrival-rate
            rate: 200
            duration: 1s
            warm-up: 1500ms
            """);

    assertThat(result.warmUp().offered()).isEqualTo(300);
    assertThat(result.counts().offered()).isEqualTo(200);
    assertThat(offered(result, LoadPhase.WARM_UP)).isEqualTo(300);
    assertThat(offered(result, LoadPhase.MEASURED)).isEqualTo(200);
    assertThat(result.intervals().getFirst().offset()).isEqualTo(Duration.ofMillis(-1_500));
    assertThat(result.window()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_900));
  }

  @Test
  void rampingVus_holdExactlyTheirUsers() {
    var result =
        run(
            LoadGenerator.withEventLoops(2),
            """
            executor: ramping-vus
            start-vus: 5
            stages: [{duration: 2s, target: 25}, {duration: 2s, target: 25}]
            think-time: 20ms
            """);

    var schedule = UserSchedule.of((ClosedModel) result.scenario().executor());
    for (var interval : result.intervals()) {
      if (interval.phase() == LoadPhase.MEASURED) {
        var end = interval.offset().plus(interval.length()).toNanos();
        var atEnd = end == result.scenario().executor().duration().toNanos();
        assertThat(interval.users())
            .isBetween(atEnd ? 0 : schedule.usersAt(end), schedule.usersAt(end) + 1);
        assertThat(interval.inFlight()).isLessThanOrEqualTo(25);
      }
    }
    assertThat(result.counts().started()).isEqualTo(result.counts().offered());
    assertThat(result.counts().completed()).isEqualTo(result.counts().started());
    assertThat(result.responseTime()).isEqualTo(result.serviceTime());
  }

  @Test
  void arrivals_beyondMaxPending_areDroppedAndCounted() throws IOException {
    try (var silent = new ServerSocket(0)) {
      var result =
          run(
              LoadGenerator.create(),
              URI.create("http://127.0.0.1:" + silent.getLocalPort()),
              """
              executor: constant-arrival-rate
              rate: 100
              duration: 1s
              connections: 2
              max-pending: 10
              graceful-stop: 100ms
              """,
              LoadListener.NONE);

      var counts = result.counts();
      assertThat(counts.offered()).isEqualTo(100);
      assertThat(counts.started()).isEqualTo(2);
      assertThat(counts.interrupted()).isEqualTo(2);
      assertThat(counts.unsent()).isEqualTo(10);
      assertThat(counts.dropped()).isEqualTo(88);
      assertThat(counts.failed(FailureCause.UNANSWERED)).isEqualTo(12);
      assertThat(counts.failedRate()).isEqualTo(1);
      assertThat(result.responseTime().count()).isEqualTo(12);
      assertThat(result.serviceTime().count()).isEqualTo(2);
    }
  }

  @Test
  void requests_cutOffByTheUser_haveNotFailed() throws Exception {
    try (var silent = new ServerSocket(0)) {
      var counted = new LinkedBlockingQueue<LoadInterval>();
      var run =
          LoadGenerator.create()
              .start(
                  scenario("executor: constant-vus\nvus: 2\nduration: 60s"),
                  URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                  (interval, _) -> counted.add(interval));
      next(counted);
      run.close();
      var result = ((LoadOutcome.Ran) run.outcome().get(5, TimeUnit.SECONDS)).result();

      assertThat(result.counts().interrupted()).isEqualTo(2);
      assertThat(result.counts().failed()).isZero();
      assertThat(result.responseTime().count()).isEqualTo(2);
      assertThat(result.offered().length()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void closedModel_keepsItsUsersClock() {
    var result =
        run(
            LoadGenerator.create(),
            "executor: constant-vus\nvus: 2\nduration: 2s\nthink-time: 10ms");

    assertThat(result.generator().scheduleLag().count()).isGreaterThan(100);
  }

  @Test
  void requests_withoutAnswer_failByTimeout() throws IOException {
    try (var silent = new ServerSocket(0)) {
      var result =
          run(
              LoadGenerator.create(),
              URI.create("http://127.0.0.1:" + silent.getLocalPort()),
              "executor: constant-vus\nvus: 2\nduration: 1s\nthink-time: 1s\ntimeout: 200ms",
              LoadListener.NONE);

      assertThat(result.counts().failed(FailureCause.TIMEOUT)).isPositive();
      assertThat(result.counts().failedRate()).isEqualTo(1);
      assertThat(result.responseTime().millis(0)).isBetween(195.0, 500.0);
    }
  }

  @Test
  void threshold_withAbortOnFail_endsTheRunEarly() {
    var result =
        run(
            LoadGenerator.create(),
            """
            executor: constant-vus
            vus: 1
            duration: 60s
            think-time: 10ms
            thresholds:
              http_req_duration: {threshold: max<0.000001, abort-on-fail: true}
            """);

    assertThat(result.ending()).isEqualTo(LoadEnding.THRESHOLD_ABORTED);
    assertThat(result.passed()).isFalse();
    assertThat(result.window()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void run_steeredPausedAndStopped_follows() throws Exception {
    var counted = new LinkedBlockingQueue<LoadInterval>();
    var run =
        LoadGenerator.create()
            .start(
                scenario("executor: constant-arrival-rate\nrate: 50\nduration: 60s"),
                target.uri(),
                (interval, _) -> counted.add(interval));
    assertThat(next(counted).counts().offered()).isBetween(45L, 55L);
    run.steer(400);
    next(counted);
    assertThat(next(counted).counts().offered()).isBetween(350L, 450L);
    run.pause();
    next(counted);
    assertThat(next(counted).counts().offered()).isZero();
    run.resume();
    next(counted);
    assertThat(next(counted).counts().offered()).isBetween(350L, 450L);
    run.stop();
    var result = ((LoadOutcome.Ran) run.outcome().get(5, TimeUnit.SECONDS)).result();

    assertThat(result.ending()).isEqualTo(LoadEnding.STOPPED);
    assertThat(result.counts().completed()).isEqualTo(result.counts().offered());
  }

  /**
   * The rate climbs by 100/s every second, so what it is after the detour says where it went on.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void run_steeredAndBack_isWhereTheScheduleIsByThen(int loops) throws Exception {
    var counted = new LinkedBlockingQueue<LoadInterval>();
    var run =
        LoadGenerator.withEventLoops(loops)
            .start(
                scenario(
                    "executor: ramping-arrival-rate\nstages: [{duration: 6s, target: 600}]\n"
                        + "connections: 8"),
                target.uri(),
                (interval, _) -> counted.add(interval));
    next(counted);
    run.steer(2_000);
    next(counted);
    next(counted);
    run.follow();
    next(counted);
    var fifth = next(counted).counts().offered();
    var result = ((LoadOutcome.Ran) run.outcome().get(10, TimeUnit.SECONDS)).result();

    assertThat(fifth).isBetween(400L, 500L);
    assertThat(result.ending()).isEqualTo(LoadEnding.COMPLETED);
    assertThat(result.intervals().get(5).counts().offered()).isBetween(540L, 560L);
    assertThat(result.steerings())
        .extracting(Steering::target)
        .containsExactly(OptionalLong.of(2_000), OptionalLong.empty());
  }

  @Test
  void users_steeredAndBack_areThoseOfTheSchedule() throws Exception {
    var counted = new LinkedBlockingQueue<LoadInterval>();
    var run =
        LoadGenerator.create()
            .start(
                scenario("executor: constant-vus\nvus: 3\nduration: 60s\nthink-time: 20ms"),
                target.uri(),
                (interval, _) -> counted.add(interval));
    next(counted);
    run.steer(20);
    next(counted);
    assertThat(next(counted).users()).isEqualTo(20);
    run.follow();
    next(counted);
    assertThat(next(counted).users()).isEqualTo(3);
    run.close();
  }

  @Test
  void run_stoppedInItsWarmUp_measuresNothingAndJudgesNoThreshold() throws Exception {
    var counted = new LinkedBlockingQueue<LoadInterval>();
    var run =
        LoadGenerator.create()
            .start(
                scenario(
                    """
                    executor: constant-arrival-rate
                    rate: 50
                    duration: 10s
                    warm-up: 30s
                    thresholds: {http_req_duration: p(95)<500, http_reqs: count>0}
                    """),
                target.uri(),
                (interval, _) -> counted.add(interval));
    next(counted);
    run.stop();
    var result = ((LoadOutcome.Ran) run.outcome().get(5, TimeUnit.SECONDS)).result();

    assertThat(result.counts().offered()).isZero();
    assertThat(result.validity())
        .isInstanceOfSatisfying(
            Validity.Invalid.class,
            invalid ->
                assertThat(invalid.because()).singleElement().asString().contains("nothing"));
    assertThat(result.thresholds())
        .hasSize(2)
        .allMatch(verdict -> verdict.judgement() == ThresholdVerdict.Judgement.NOT_JUDGED);
  }

  @Test
  void target_thatDoesNotListen_isUnreachable() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var run =
        LoadGenerator.create()
            .start(
                scenario("executor: constant-vus\nvus: 1\nduration: 1s"),
                URI.create("http://127.0.0.1:" + free),
                LoadListener.NONE);

    assertThat(run.outcome().get(10, TimeUnit.SECONDS)).isInstanceOf(LoadOutcome.Unreachable.class);
  }

  @Test
  void target_thatListensOnAnotherOfItsHostsAddresses_isReached() throws IOException {
    var last = InetAddress.getAllByName("localhost");
    assumeThat(last).hasSizeGreaterThan(1);
    var server = HttpServer.create(new InetSocketAddress(last[last.length - 1], 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    server.start();
    try {
      var result =
          run(
              LoadGenerator.create(),
              URI.create("http://localhost:" + server.getAddress().getPort()),
              "executor: constant-vus\nvus: 1\nduration: 300ms\nmix: [{method: GET, path: /}]",
              LoadListener.NONE);

      assertThat(result.counts().completed()).isPositive();
    } finally {
      server.stop(0);
    }
  }

  private static LoadInterval next(BlockingQueue<LoadInterval> queue) throws InterruptedException {
    return Objects.requireNonNull(queue.poll(5, TimeUnit.SECONDS));
  }

  private static long offered(LoadResult result, LoadPhase phase) {
    return result.intervals().stream()
        .filter(interval -> interval.phase() == phase)
        .mapToLong(interval -> interval.counts().offered())
        .sum();
  }

  private LoadResult run(LoadGenerator generator, String yaml) {
    return run(generator, target.uri(), yaml, LoadListener.NONE);
  }

  static LoadResult run(LoadGenerator generator, URI target, String yaml, LoadListener listener) {
    var run = generator.start(scenario(yaml), target, listener);
    return ((LoadOutcome.Ran) run.outcome().join()).result();
  }

  static Scenario scenario(String yaml) {
    return switch (ScenarioFiles.read("test", yaml)) {
      case ScenarioReading.Accepted(var scenario) -> scenario;
      case ScenarioReading.Rejected(var errors) -> throw new AssertionError(errors.toString());
    };
  }
}
