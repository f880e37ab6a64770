package ai.hal9.console.source;

import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.sim.telemetry.NodeLink;
import ai.hal9.sim.telemetry.TelemetryListener;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Generated nodes as a feed: what they say is encoded, and read as if it came from the network. */
public final class GeneratedFeed implements TelemetryFeed {

  private final List<GeneratedNode> nodes;
  private final Reception reception;
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("generated-feed").factory());

  private GeneratedFeed(List<GeneratedNode> nodes, TelemetryListener listener, Clock clock) {
    this.nodes = List.copyOf(nodes);
    this.reception = new Reception(listener, clock, () -> clock.millis() * 1_000_000);
  }

  /** A feed that speaks when it is told to. */
  public static GeneratedFeed stepped(
      List<GeneratedNode> nodes, TelemetryListener listener, Clock clock) {
    return new GeneratedFeed(nodes, listener, clock);
  }

  /** A feed that speaks every interval until closed. */
  public static GeneratedFeed running(
      List<GeneratedNode> nodes, Duration interval, TelemetryListener listener, Clock clock) {
    var feed = new GeneratedFeed(nodes, listener, clock);
    var nanos = interval.toNanos();
    var _ = feed.ticks.scheduleAtFixedRate(feed::step, nanos, nanos, TimeUnit.NANOSECONDS);
    return feed;
  }

  /** Every node's next interval. */
  public void step() {
    for (var node : nodes) {
      reception.heard(node.name(), TelemetryCodec.frame(node.nextFrame()));
    }
    readers.forEach(Runnable::run);
  }

  @Override
  public FeedState state() {
    return reception.state(
        nodes.stream()
            .map(
                node ->
                    new NodeLink(
                        node.name(), URI.create("http://127.0.0.1"), NodeLink.State.OPEN, ""))
            .toList(),
        "");
  }

  @Override
  public Subscription onNews(Runnable news) {
    readers.add(news);
    return () -> readers.remove(news);
  }

  @Override
  public void close() {
    ticks.shutdownNow();
  }
}
