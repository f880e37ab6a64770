package ai.hal9.sim.generator;

import ai.hal9.sim.game.Seat;
import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.load.LoadListener;
import ai.hal9.sim.load.LoadOutcome;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.load.Steering;
import ai.hal9.sim.load.ThresholdJudge;
import ai.hal9.sim.scenario.Scenario;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Leads a run from its first connection to its result: closes the intervals, judges, ends. All its
 * state belongs to its one thread, to which the public methods hand their wish.
 */
final class GeneratorRun implements LoadRun {

  private static final long INTERVAL_NANOS = 1_000_000_000;

  /** A rate of less than this says nothing. */
  private static final long SHORTEST_NANOS = 200_000_000;

  private static final long LEAD_NANOS = 20_000_000;
  private static final long POLL_MILLIS = 5;
  private static final int PROBE_TIMEOUT_MILLIS = 5_000;
  private static final long SETTLE_NANOS = 10_000_000_000L;

  private final Transport transport;
  private final Scenario scenario;
  private final URI target;
  private final @Nullable SecureTarget secure;
  private final List<LoadUser> users;
  private final List<Seat> seats;
  private final LoadListener listener;
  private final ThresholdJudge judge;
  private final Totals totals;
  private final CompletableFuture<LoadOutcome> outcome = new CompletableFuture<>();
  private final List<Steering> steerings = new ArrayList<>();
  private final RunThread thread = new RunThread(this::failed);
  private @Nullable Crew crew;
  private @Nullable SelfMeter meter;
  private Timeline timeline = new Timeline(0, 0, 0);
  private LoadPhase phase = LoadPhase.WARM_UP;
  private LoadEnding ending = LoadEnding.COMPLETED;
  private Instant startedAt = Instant.EPOCH;
  private long origin;
  private long intervalStart;

  /** When the interval under way began by the schedule's clock, which a pause stops. */
  private long scheduled;

  /** The boundary that is waited for. */
  private long awaited;

  private long offeredUntil;
  private long lastEnded;
  private long pausedAt;
  private long pausedNanos;
  private boolean paused;

  GeneratorRun(
      Transport transport,
      Scenario scenario,
      URI target,
      @Nullable SecureTarget secure,
      List<LoadUser> users,
      List<Seat> seats,
      LoadListener listener) {
    this.transport = transport;
    this.scenario = scenario;
    this.target = target;
    this.secure = secure;
    this.users = List.copyOf(users);
    this.seats = List.copyOf(seats);
    this.listener = listener;
    this.judge = new ThresholdJudge(scenario.thresholds());
    this.totals = new Totals(scenario.executor());
  }

  GeneratorRun launched() {
    thread.tell(this::launch);
    return this;
  }

  @Override
  public CompletableFuture<LoadOutcome> outcome() {
    return outcome.copy();
  }

  @Override
  public void stop() {
    thread.tell(() -> halt(LoadEnding.STOPPED));
  }

  @Override
  public void pause() {
    thread.tell(
        () -> {
          if (!paused && crew != null && phase != LoadPhase.DRAINING) {
            paused = true;
            pausedAt = System.nanoTime();
            crew.each(Worker::pause);
          }
        });
  }

  @Override
  public void resume() {
    thread.tell(
        () -> {
          if (paused && crew != null) {
            paused = false;
            var now = System.nanoTime();
            timeline = timeline.resumed(pausedAt, now);
            pausedNanos += phase == LoadPhase.MEASURED ? now - pausedAt : 0;
            origin = phase == LoadPhase.WARM_UP ? timeline.measured() : origin;
            crew.each(Worker::resume);
            if (phase == LoadPhase.MEASURED) {
              // its stage's end is known again
              awaitBoundary();
            }
          }
        });
  }

  @Override
  public void steer(long load) {
    if (load < 0) {
      throw new IllegalArgumentException("load cannot be negative");
    }
    leave(worker -> worker.steer(load), OptionalLong.of(load));
  }

  @Override
  public void follow() {
    leave(Worker::follow, OptionalLong.empty());
  }

  private void leave(Consumer<Worker> how, OptionalLong load) {
    thread.tell(
        () -> {
          if (crew != null && phase != LoadPhase.DRAINING) {
            crew.each(how);
            steerings.add(new Steering(Duration.ofNanos(System.nanoTime() - origin), load));
          }
        });
  }

  @Override
  public void close() {
    thread.tell(
        () -> {
          ending = LoadEnding.STOPPED;
          finish(false);
        });
  }

  private void launch() {
    InetSocketAddress address;
    try {
      address = answering();
    } catch (IOException e) {
      release();
      var reason = e instanceof UnknownHostException ? "the host is unknown" : e.getMessage();
      outcome.complete(new LoadOutcome.Unreachable(String.valueOf(reason)));
      return;
    }
    var run = "%08x".formatted(ThreadLocalRandom.current().nextInt());
    crew =
        new Crew(
            transport,
            scenario,
            RequestSource.Tables.of(scenario, target, users, seats, run),
            address,
            secure);
    crew.each(Worker::prepare);
    settle(System.nanoTime() + SETTLE_NANOS);
  }

  /** The first of the host's addresses that takes a connection. */
  private InetSocketAddress answering() throws IOException {
    var usual = secure == null ? 80 : SecureTarget.PORT;
    var port = target.getPort() < 0 ? usual : target.getPort();
    IOException last = new ConnectException("it has no address");
    for (var each : InetAddress.getAllByName(target.getHost())) {
      var address = new InetSocketAddress(each, port);
      try (var probe = new Socket()) {
        probe.connect(address, PROBE_TIMEOUT_MILLIS);
        if (secure != null) {
          secure.probe(probe);
        }
        return address;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /** Waits for the first connections, so that setting them up takes no time from the schedule. */
  private void settle(long latest) {
    if (!crew().settled() && System.nanoTime() - latest < 0) {
      thread.later(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS), () -> settle(latest));
      return;
    }
    timeline = Timeline.of(scenario, System.nanoTime() + LEAD_NANOS);
    origin = timeline.measured();
    startedAt = wallTime(origin);
    intervalStart = timeline.anchor();
    lastEnded = timeline.anchor();
    crew().each(worker -> worker.begin(timeline));
    if (scenario.warmUp().isZero()) {
      thread.later(timeline.anchor() - System.nanoTime(), this::measure);
    } else {
      awaitBoundary();
    }
  }

  private void measure() {
    phase = LoadPhase.MEASURED;
    scheduled = 0;
    startedAt = wallTime(timeline.measured());
    meter = SelfMeter.start(crew().threads());
    awaitBoundary();
  }

  private static Instant wallTime(long nanoTime) {
    return Instant.now().plusNanos(nanoTime - System.nanoTime());
  }

  private void awaitBoundary() {
    var boundary = boundary();
    awaited = boundary;
    thread.later(boundary - System.nanoTime(), () -> reached(boundary));
  }

  /**
   * The end of the interval under way: a full second, or the end of its phase or stage, if that is
   * before or so close behind that nothing would be left for an interval of its own.
   */
  private long boundary() {
    var second = intervalStart + INTERVAL_NANOS;
    if (paused) {
      return second;
    }
    var end =
        phase == LoadPhase.WARM_UP
            ? timeline.measured()
            : origin + pausedNanos + totals.stageEnd(Duration.ofNanos(scheduled)).toNanos();
    return second + SHORTEST_NANOS - end > 0 ? end : second;
  }

  private long scheduledAt(long time) {
    var running = paused && time - pausedAt > 0 ? pausedAt : time;
    return running - origin - pausedNanos;
  }

  private void reached(long boundary) {
    if (phase == LoadPhase.DRAINING || boundary != awaited) {
      return;
    }
    var now = System.nanoTime();
    closeInterval(boundary);
    if (phase == LoadPhase.DRAINING) {
      return;
    }
    if (paused || now - timeline.measured() < 0) {
      awaitBoundary();
    } else if (phase == LoadPhase.WARM_UP) {
      intervalStart = timeline.measured();
      measure();
    } else if (now - timeline.end() < 0) {
      awaitBoundary();
    } else {
      drain(timeline.end());
    }
  }

  private void closeInterval(long end) {
    var start = intervalStart;
    intervalStart = end;
    var offset = Duration.ofNanos(start - origin);
    var gathered = crew().gather(phase, offset, Duration.ofNanos(end - start));
    if (gathered.lastEnded() - lastEnded > 0) {
      lastEnded = gathered.lastEnded();
    }
    var interval = gathered.interval();
    totals.add(interval, Duration.ofNanos(scheduled), gathered.late());
    scheduled = Math.max(scheduled, scheduledAt(end));
    // a run that is stopped in its warm-up drains without ever having been measured
    var abort = meter != null && judge.accept(interval);
    if (meter != null) {
      listener.checked(
          meter.soFar(transport.name(), totals.counts().completed(), totals.scheduleLag()));
    }
    listener.interval(interval, phase == LoadPhase.WARM_UP ? List.of() : judge.verdicts());
    if (abort && phase == LoadPhase.MEASURED) {
      halt(LoadEnding.THRESHOLD_ABORTED);
    }
  }

  private void halt(LoadEnding why) {
    if (crew == null) {
      ending = why;
      timeline = Timeline.of(scenario, System.nanoTime());
      origin = timeline.measured();
      startedAt = wallTime(origin);
      intervalStart = timeline.anchor();
      finish(false);
    } else if (phase != LoadPhase.DRAINING && ending == LoadEnding.COMPLETED) {
      ending = why;
      if (paused) {
        crew.each(Worker::resume);
      }
      crew.each(Worker::halt);
      drain(System.nanoTime());
    }
  }

  private void drain(long since) {
    offerNothingSince(since);
    awaitQuiet(since + scenario.gracefulStop().toNanos());
  }

  private void offerNothingSince(long since) {
    if (phase == LoadPhase.WARM_UP || intervalStart - since < 0) {
      closeInterval(since);
    }
    phase = LoadPhase.DRAINING;
    offeredUntil = since;
  }

  private void awaitQuiet(long latest) {
    var now = System.nanoTime();
    if (crew().quiet() || now - latest >= 0) {
      // who gives them no time does not call them failed
      finish(!scenario.gracefulStop().isZero());
      return;
    }
    if (now - intervalStart >= INTERVAL_NANOS) {
      closeInterval(now);
    }
    thread.later(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS), () -> awaitQuiet(latest));
  }

  private void finish(boolean awaited) {
    if (crew != null) {
      if (phase != LoadPhase.DRAINING) {
        offerNothingSince(System.nanoTime());
      }
      crew.each(worker -> worker.finish(awaited));
      closeInterval(System.nanoTime());
    }
    var end = offeredUntil - lastEnded > 0 ? offeredUntil : lastEnded;
    var check =
        (meter == null ? SelfMeter.start(List.of()) : meter)
            .stop(transport.name(), totals.counts(), totals.scheduleLag());
    var result =
        new LoadResult(
            scenario,
            target,
            startedAt,
            Duration.ofNanos(Math.max(0, end - origin)),
            ending,
            totals.warmUp(),
            totals.counts(),
            totals.responseTime(),
            totals.serviceTime(),
            totals.intervals(),
            totals.stages(),
            steerings,
            judge.verdicts(),
            check);
    release();
    outcome.complete(new LoadOutcome.Ran(result));
  }

  private void failed(Throwable cause) {
    release();
    outcome.completeExceptionally(cause);
  }

  private void release() {
    if (crew != null) {
      crew.close();
    }
    thread.end();
  }

  private Crew crew() {
    if (crew == null) {
      throw new IllegalStateException("the run has not been launched");
    }
    return crew;
  }
}
