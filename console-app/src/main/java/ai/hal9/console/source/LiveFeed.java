package ai.hal9.console.source;

import ai.hal9.api.telemetry.TelemetryException;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.TelemetryClient;
import ai.hal9.sim.telemetry.TelemetryListener;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A running cluster's telemetry over WebSockets. */
final class LiveFeed implements TelemetryFeed, TelemetryListener {

  private final Reception reception;
  private final TelemetryClient client;
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
  private long receivedBefore;
  private Object standingBefore = "";

  LiveFeed(HttpClient http, ClusterAddress address, TelemetryListener listener, Clock clock) {
    reception = new Reception(listener, clock, System::nanoTime);
    client = TelemetryClient.listenToAll(http, address, this, this::round);
  }

  @Override
  public void heard(String carrier, TelemetryFrame frame) {
    reception.heard(carrier, frame);
    tell();
  }

  @Override
  public void unreadable(String carrier, TelemetryException why) {
    reception.unreadable(carrier, why);
  }

  @Override
  public FeedState state() {
    return reception.state(client.links(), client.complaint());
  }

  @Override
  public Subscription onNews(Runnable news) {
    readers.add(news);
    return () -> readers.remove(news);
  }

  /** Tells what is news: how nodes are heard, or that nothing was. */
  private void round(TelemetryClient looked) {
    reception.watch(looked.links());
    var state = state();
    record Standing(Connection connection, String reason, List<String> nodes) {}
    var standing =
        new Standing(
            state.connection(),
            state.reason(),
            state.nodes().stream().map(node -> node.name() + node.state()).toList());
    if (!standing.equals(standingBefore) || state.received() == receivedBefore) {
      tell();
    }
    standingBefore = standing;
    receivedBefore = state.received();
  }

  private void tell() {
    readers.forEach(Runnable::run);
  }

  @Override
  public void close() {
    client.close();
  }
}
