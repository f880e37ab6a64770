package ai.hal9.console.source;

import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.TelemetryListener;
import java.net.http.HttpClient;
import java.time.Clock;

/**
 * A cluster's telemetry as it comes in. What is heard goes to the {@link TelemetryListener} the
 * feed was made with, a history as a rule; the feed itself knows only how well it is connected. It
 * begins to listen at once and goes on, through every loss, until it is closed.
 *
 * <p>News carries no data: whoever is told pulls the newest state, so that a slow reader holds up
 * neither the network nor memory.
 */
public interface TelemetryFeed extends AutoCloseable {

  /** How the feed stands now. Cheap; any thread. */
  FeedState state();

  /**
   * Calls something whenever a snapshot was heard or the connection changed, and now and then while
   * nothing is heard, on a thread of the feed's: it must return at once, and mark work rather than
   * do it.
   */
  Subscription onNews(Runnable news);

  /** Stops listening. */
  @Override
  void close();

  /**
   * Listens to a running cluster: its members are asked for again and again at the one address
   * given, every member's WebSocket is followed, and a broken one is opened anew with growing
   * pauses. What PostgreSQL, Redis and the balancer say of themselves comes through one of the
   * members at a time.
   *
   * @param http carries the requests and WebSockets; the caller closes it after the feed
   * @param address any node or the balancer, and the token
   * @param listener gets what is heard, on network threads
   * @param clock tells when something was heard
   */
  static TelemetryFeed live(
      HttpClient http, ClusterAddress address, TelemetryListener listener, Clock clock) {
    return new LiveFeed(http, address, listener, clock);
  }
}
