package ai.hal9.engine.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import io.undertow.util.AttachmentKey;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests under way on one HTTP/2 connection. Undertow tells clients how many there may be but
 * does not count them.
 */
final class Http2Streams {

  /** Requests at once on a connection; more are refused. */
  static final int MOST = 128;

  private static final AttachmentKey<Http2Streams> KEY = AttachmentKey.create(Http2Streams.class);

  private final AtomicInteger underWay = new AtomicInteger();

  private Http2Streams() {}

  /** Attachments are the connection's, not the stream's; on its IO thread. */
  private static Http2Streams of(ServerConnection connection) {
    var known = connection.getAttachment(KEY);
    if (known == null) {
      var made = new Http2Streams();
      connection.putAttachment(KEY, made);
      known = made;
    }
    return known;
  }

  /** The handler, for as many requests of an HTTP/2 connection at once as there may be. */
  static HttpHandler limiting(HttpHandler handler, Reply reply) {
    return exchange -> {
      if (!(exchange.getConnection() instanceof Http2ServerConnection connection)) {
        handler.handleRequest(exchange);
        return;
      }
      var streams = of(connection);
      var place = streams.underWay.incrementAndGet();
      exchange.addExchangeCompleteListener(
          (_, next) -> {
            streams.underWay.decrementAndGet();
            next.proceed();
          });
      if (place <= MOST) {
        handler.handleRequest(exchange);
      } else {
        reply.problem(
            exchange,
            Problem.unavailable(
                "too-many-streams", "At most " + MOST + " requests at once on a connection."));
      }
    };
  }
}
