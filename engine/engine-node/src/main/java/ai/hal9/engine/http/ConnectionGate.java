package ai.hal9.engine.http;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import io.undertow.server.OpenListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/**
 * Lets in as many connections as allowed. Those beyond are handed to a listener that answers 503
 * and closes, so that a client learns why; when even these pile up, they are closed unanswered. So
 * are those that begin with TLS and take too long to agree on it.
 */
final class ConnectionGate implements ChannelListener<StreamConnection> {

  private static final int MOST_REFUSALS = 256;

  /** Of a session that is none yet ({@link javax.net.ssl.SSLEngine#getSession}). */
  private static final String NOTHING_AGREED = "SSL_NULL_WITH_NULL_NULL";

  private final int limit;
  private final Duration handshakeTimeout;
  private final OpenListener serving;
  private final OpenListener refusing;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * A gate.
   *
   * @param limit how many connections are served
   * @param handshakeTimeout how long TLS may take to agree
   */
  ConnectionGate(
      int limit,
      Duration handshakeTimeout,
      OpenListener serving,
      OpenListener refusing,
      Meters meters) {
    this.limit = limit;
    this.handshakeTimeout = handshakeTimeout;
    this.serving = serving;
    this.refusing = refusing;
    meters.gauge(MetricCatalogue.HTTP_CONNECTIONS, open::get);
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    if (connection instanceof SslConnection encrypted) {
      var _ =
          connection
              .getIoThread()
              .executeAfter(
                  () -> closeUnlessAgreed(encrypted),
                  handshakeTimeout.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
    if (taken(open, limit)) {
      hand(connection, serving, open);
    } else if (taken(refused, MOST_REFUSALS)) {
      hand(connection, refusing, refused);
    } else {
      IoUtils.safeClose(connection);
    }
  }

  private static void closeUnlessAgreed(SslConnection connection) {
    if (connection.isOpen() && connection.getSslSession().getCipherSuite().equals(NOTHING_AGREED)) {
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
