package ai.hal9.sim.generator;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.generator.Worker.Harvest;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.LoadRun;
import ai.hal9.sim.scenario.ClosedModel;
import ai.hal9.sim.scenario.OpenModel;
import ai.hal9.sim.scenario.Scenario;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All workers of a run, addressed together from the run's thread. */
final class Crew implements AutoCloseable {

  /** An interval, and what became of warm-up requests since the last one. */
  record Gathered(LoadInterval interval, LoadCounts late, boolean quiet, long lastEnded) {}

  private final IoEventLoopGroup group;
  private final List<Worker> workers = new ArrayList<>();

  Crew(
      Transport transport,
      Scenario scenario,
      RequestSource.Tables tables,
      InetSocketAddress address,
      @Nullable SecureTarget secure) {
    this.group = transport.group();
    var bootstrap = transport.bootstrap(address);
    var timeout = scenario.timeout().toNanos();
    for (var i = 0; i < transport.loops(); i++) {
      var index = i;
      var source = new RequestSource(tables, scenario.seed(), i, transport.loops());
      Function<Worker, Offering> offering =
          worker -> offering(scenario, worker, index, transport.loops());
      workers.add(
          new Worker((EventLoop) group.next(), bootstrap, secure, source, timeout, offering));
    }
  }

  private static Offering offering(Scenario scenario, Worker worker, int loop, int loops) {
    return switch (scenario.executor()) {
      case OpenModel open -> new OpenOffering(scenario, open, worker, loop, loops);
      case ClosedModel closed ->
          new ClosedOffering(
              scenario, closed, (int) closed.peak() + LoadRun.SPARE_USERS, worker, loop, loops);
    };
  }

  /** Does something on every loop and waits until all have. */
  void each(Consumer<Worker> action) {
    all(
        worker -> {
          action.accept(worker);
          return true;
        });
  }

  /** Asks every loop and waits for all answers. */
  <T> List<T> all(Function<Worker, T> question) {
    return workers.stream()
        .map(worker -> worker.loop().submit(() -> question.apply(worker)))
        .toList()
        .stream()
        .map(answer -> answer.syncUninterruptibly().getNow())
        .toList();
  }

  List<Long> threads() {
    return all(_ -> Thread.currentThread().threadId());
  }

  boolean settled() {
    return all(Worker::settled).stream().allMatch(Boolean::booleanValue);
  }

  boolean quiet() {
    return all(Worker::quiet).stream().allMatch(Boolean::booleanValue);
  }

  /** Closes an interval. */
  Gathered gather(LoadPhase phase, Duration offset, Duration length) {
    var harvests = new ArrayList<Harvest>();
    for (var worker : workers) {
      var warm = new Tally();
      var measured = new Tally();
      harvests.add(
          worker
              .loop()
              .submit(() -> worker.harvest(phase, warm, measured))
              .syncUninterruptibly()
              .getNow());
    }
    var warm = harvests.stream().map(Harvest::warm).toList();
    var measured = harvests.stream().flatMap(h -> h.measured().stream()).toList();
    var own = phase == LoadPhase.WARM_UP ? warm : measured;
    var interval =
        new LoadInterval(
            phase,
            offset,
            length,
            counts(own),
            merged(own, tally -> tally.response.histogram()),
            merged(own, tally -> tally.service.histogram()),
            merged(own, tally -> tally.lag.histogram()),
            harvests.stream().mapToInt(Harvest::users).sum(),
            harvests.stream().mapToInt(Harvest::pending).sum(),
            harvests.stream().mapToInt(Harvest::connections).sum(),
            harvests.stream().mapToInt(Harvest::inFlight).sum());
    return new Gathered(
        interval,
        phase == LoadPhase.WARM_UP ? LoadCounts.NONE : counts(warm),
        harvests.stream().allMatch(Harvest::quiet),
        harvests.stream().mapToLong(Harvest::lastEnded).reduce(Crew::later).orElse(0));
  }

  private static long later(long one, long two) {
    return one - two > 0 ? one : two;
  }

  private static LoadCounts counts(List<Tally> tallies) {
    return tallies.stream().map(Tally::counts).reduce(LoadCounts.NONE, LoadCounts::plus);
  }

  private static LatencyHistogram merged(
      List<Tally> tallies, Function<Tally, LatencyHistogram> part) {
    return LatencyHistogram.merged(tallies.stream().map(part).toList());
  }

  @Override
  public void close() {
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
