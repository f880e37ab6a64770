package ai.hal9.sim.supervisor;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The supervisor's end of the pipes to whoever started it. An owner that is stopped leaves them
 * open and unread: what does not fit is dropped, and nothing waits for it.
 */
final class OwnerLink {

  private static final int WAITING_EVENTS = 1_000;
  private static final String RELEASE = "release";

  private final BufferedReader orders;
  private final PrintStream out;
  private final BlockingQueue<ClusterEvent> events = new ArrayBlockingQueue<>(WAITING_EVENTS);

  /** How many events are not with the owner yet. */
  private final AtomicInteger unwritten = new AtomicInteger();

  OwnerLink(InputStream in, PrintStream out) {
    this.orders = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    Thread.ofPlatform().daemon().name("owner-events").start(this::write);
  }

  /** The cluster that is asked for: the first line. */
  ClusterSpec spec() throws IOException {
    var line = orders.readLine();
    if (line == null) {
      throw new IOException("the owner ended before it said what to start");
    }
    return SimJson.LINE.readValue(line, ClusterSpec.class);
  }

  /** Calls back when the owner has ended without letting the cluster go. */
  void onOwnerGone(Runnable action) {
    Thread.ofPlatform().daemon().name("owner-orders").start(() -> watch(action));
  }

  void send(ClusterEvent event) {
    unwritten.incrementAndGet();
    // a full queue means that nobody reads
    if (!events.offer(event)) {
      unwritten.decrementAndGet();
    }
  }

  /** Gives the last events a moment to be written, which an owner that is stopped does not. */
  void flush() throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (unwritten.get() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void watch(Runnable action) {
    var released = false;
    try {
      String order;
      while ((order = orders.readLine()) != null) {
        released |= order.equals(RELEASE);
      }
    } catch (IOException e) {
      // a broken pipe is an owner that has ended
    }
    if (!released) {
      action.run();
    }
  }

  private void write() {
    try {
      while (true) {
        var event = events.take();
        out.println(SimJson.LINE.writeValueAsString(event));
        out.flush();
        unwritten.decrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
