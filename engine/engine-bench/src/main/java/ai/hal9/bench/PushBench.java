package ai.hal9.bench;

import ai.hal9.api.telemetry.LatencyTally;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Many listeners on one node: {@code PushBench URL CLIENTS STALLED BROADCASTS REPEATS}. All but
 * STALLED of the clients listen to one game; a broadcast is an action that ends its round, and its
 * time is from sending the action to a client's having the event. The STALLED listen to a game that
 * talks all the time. By turns they read, and do not, for BROADCASTS each; the others' times are
 * compared. Exits with 99 when a broadcast took a second or more to reach all, or when the stalled
 * moved the others' p99 by 10 % or more.
 */
public final class PushBench {

  private static final int ROUNDS = 10_000;
  private static final int ROUND_MILLIS = 3_600_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long BETWEEN_NANOS = Duration.ofMillis(700).toNanos();
  private static final long CHATTER_NANOS = Duration.ofMillis(4).toNanos();
  private static final Pattern DROPPED =
      Pattern.compile("^hal9_push_dropped_total\\S* (\\S+)", Pattern.MULTILINE);

  private final URI node;
  private final Selector selector = Selector.open();
  private final List<PushListener> others = new ArrayList<>();
  private final List<PushListener> stalling = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile boolean over;

  private PushBench(URI node) throws IOException {
    this.node = node;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var bench = new PushBench(URI.create(arguments[0]));
    System.exit(
        bench.run(
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]))
            ? 0
            : 99);
  }

  private boolean run(int clients, int stalled, int broadcasts, int repeats)
      throws IOException, InterruptedException {
    try (var setup = new GameSetup(node)) {
      var tables = setup.begun(2, 1, ROUNDS, ROUND_MILLIS);
      var told = tables.getFirst();
      var chatty = tables.getLast();
      connect(told.game(), clients - stalled, false, others);
      connect(chatty.game(), stalled, true, stalling);
      System.out.printf(
          "%d clients listen, heap used %.0f MB%n",
          others.size() + stalling.size(), metric("hal9_jvm_heap_used_bytes") / 1e6);
      var chatter = Thread.ofVirtual().start(() -> chat(setup, chatty));
      var calm = new LatencyTally();
      var disturbed = new LatencyTally();
      var slowest = 0L;
      measure(setup, told, broadcasts, new LatencyTally());
      for (var i = 0; i < repeats; i++) {
        slowest = Math.max(slowest, measure(setup, told, broadcasts, calm));
        stall(true);
        slowest = Math.max(slowest, measure(setup, told, broadcasts, disturbed));
        stall(false);
      }
      over = true;
      chatter.join();
      return report(calm, disturbed, slowest);
    }
  }

  private boolean report(LatencyTally calm, LatencyTally disturbed, long slowest)
      throws IOException, InterruptedException {
    var before = calm.histogram();
    var after = disturbed.histogram();
    var moved = after.millis(99) / before.millis(99) - 1;
    System.out.printf("slowest broadcast reached all after %.0f ms%n", slowest / 1e6);
    System.out.printf(
        "a client's time: all read p50 %.1f ms p99 %.1f ms; %d stalled p50 %.1f ms p99 %.1f ms:"
            + " %+.1f %%%n",
        before.millis(50),
        before.millis(99),
        stalling.size(),
        after.millis(50),
        after.millis(99),
        100 * moved);
    System.out.printf(
        "events dropped for the stalled: %.0f, cut off: %.0f, heap used %.0f MB of %.0f MB%n",
        dropped(),
        metric("hal9_push_closed_slow_total"),
        metric("hal9_jvm_heap_used_bytes") / 1e6,
        metric("hal9_jvm_heap_max_bytes") / 1e6);
    return slowest < 1_000_000_000L && moved < 0.10;
  }

  private void connect(String game, int count, boolean small, List<PushListener> into)
      throws IOException {
    for (var i = 0; i < count; i++) {
      into.add(PushListener.connect(node, game, small, selector));
      if (i % 100 == 0) {
        poll(0);
      }
    }
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (into.stream().anyMatch(listener -> !listener.listening())) {
      poll(10);
      if (System.nanoTime() > deadline) {
        throw new IOException("not all clients were let in");
      }
    }
  }

  /** Broadcasts one after the other; returns the longest time until all had one, in ns. */
  private long measure(GameSetup setup, GameSetup.Table told, int broadcasts, LatencyTally times)
      throws IOException, InterruptedException {
    var longest = 0L;
    for (var i = 0; i < broadcasts; i++) {
      var count = new AtomicLong();
      var start = System.nanoTime();
      others.forEach(
          listener ->
              listener.expect(
                  nanos -> {
                    times.recordNanos(nanos - start);
                    count.incrementAndGet();
                  }));
      var acting = Thread.ofVirtual().start(() -> act(setup, told));
      while (count.get() < others.size()) {
        poll(5);
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IOException((others.size() - count.get()) + " clients never had the event");
        }
      }
      longest = Math.max(longest, System.nanoTime() - start);
      acting.join();
      pollFor(BETWEEN_NANOS);
    }
    return longest;
  }

  /** Lets the stalling read, or not; when not, waits until events are dropped for them. */
  private void stall(boolean stop) throws IOException, InterruptedException {
    for (var listener : stalling) {
      listener.read(!stop);
    }
    if (!stop) {
      pollFor(Duration.ofSeconds(2).toNanos());
      return;
    }
    var before = dropped();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (dropped() == before && System.nanoTime() < deadline) {
      pollFor(Duration.ofMillis(500).toNanos());
    }
  }

  private void chat(GameSetup setup, GameSetup.Table chatty) {
    while (!over) {
      act(setup, chatty);
      LockSupport.parkNanos(CHATTER_NANOS);
    }
  }

  private static void act(GameSetup setup, GameSetup.Table table) {
    try {
      setup.post(
          "/api/games/" + table.game() + "/actions",
          "{\"player_id\":\"" + table.players().getFirst() + "\",\"side\":1}");
    } catch (IOException e) {
      // The round before is being scored: the next action finds it open.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pollFor(long nanos) throws IOException {
    var end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      poll(10);
    }
  }

  private void poll(int millis) throws IOException {
    if (millis == 0) {
      selector.selectNow(PushBench::ready);
    } else {
      selector.select(PushBench::ready, millis);
    }
  }

  private static void ready(SelectionKey key) {
    ((PushListener) key.attachment()).ready();
  }

  private double dropped() throws IOException, InterruptedException {
    var found = DROPPED.matcher(metrics());
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }

  private double metric(String name) throws IOException, InterruptedException {
    var found = Pattern.compile("^" + name + "\\S* (\\S+)", Pattern.MULTILINE).matcher(metrics());
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }

  private String metrics() throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(node.resolve("/metrics")).build(), BodyHandlers.ofString())
        .body();
  }
}
