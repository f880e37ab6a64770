package ai.hal9.engine.http;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import io.undertow.server.OpenListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Lets in as many connections as allowed. Those beyond are handed to a listener that answers 503
 * and closes, so that a client learns why; when even these pile up, they are closed unanswered.
 */
final class ConnectionGate implements ChannelListener<StreamConnection> {

  private static final int MOST_REFUSALS = 256;

  private final int limit;
  private final OpenListener serving;
  private final OpenListener refusing;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  ConnectionGate(int limit, OpenListener serving, OpenListener refusing, Meters meters) {
    this.limit = limit;
    this.serving = serving;
    this.refusing = refusing;
    meters.gauge(MetricCatalogue.HTTP_CONNECTIONS, open::get);
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    if (taken(open, limit)) {
      hand(connection, serving, open);
    } else if (taken(refused, MOST_REFUSALS)) {
      hand(connection, refusing, refused);
    } else {
      IoUtils.safeClose(connection);
    }
  }

  private static boolean taken(AtomicInteger count, int limit) {
    if (count.incrementAndGet() > limit) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  private static void hand(
      StreamConnection connection, OpenListener listener, AtomicInteger count) {
    listener.handleEvent(connection);
    // Undertow has set its own close listener by now; both must hear of the end, and the
    // connection may have ended already.
    var place = new Place(count, connection.getCloseListener());
    connection.setCloseListener(place);
    if (!connection.isOpen()) {
      place.leave();
    }
  }

  /** One connection's place among those counted; left once. */
  private static final class Place implements ChannelListener<StreamConnection> {

    private final AtomicInteger count;
    private final @Nullable ChannelListener<? super StreamConnection> next;
    private final AtomicBoolean left = new AtomicBoolean();

    Place(AtomicInteger count, @Nullable ChannelListener<? super StreamConnection> next) {
      this.count = count;
      this.next = next;
    }

    void leave() {
      if (left.compareAndSet(false, true)) {
        count.decrementAndGet();
      }
    }

    @Override
    public void handleEvent(StreamConnection connection) {
      leave();
      ChannelListeners.invokeChannelListener(connection, next);
    }
  }
}
