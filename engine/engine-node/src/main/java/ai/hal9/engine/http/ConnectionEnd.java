package ai.hal9.engine.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.StatusCodes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is to be done when a connection ends. Undertow keeps a close listener for as long as the
 * connection lives, which may be for any number of requests: so a connection has one, and what it
 * does for a request is forgotten with the request.
 */
final class ConnectionEnd {

  private static final AttachmentKey<ConnectionEnd> KEY = AttachmentKey.create(ConnectionEnd.class);

  private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();

  private ConnectionEnd() {}

  private static ConnectionEnd of(ServerConnection connection) {
    var known = connection.getAttachment(KEY);
    if (known == null) {
      var made = new ConnectionEnd();
      connection.putAttachment(KEY, made);
      connection.addCloseListener(_ -> made.actions.forEach(Runnable::run));
      known = made;
    }
    return known;
  }

  /**
   * Does something when the connection of a request ends before its answer, or at any time once it
   * has switched protocols; an HTTP/2 one's is the whole connection, not the stream. On the
   * exchange's IO thread.
   */
  static void then(HttpServerExchange exchange, Runnable action) {
    var end = of(exchange.getConnection());
    end.actions.add(action);
    exchange.addExchangeCompleteListener(
        (complete, next) -> {
          if (complete.getStatusCode() != StatusCodes.SWITCHING_PROTOCOLS) {
            end.actions.remove(action);
          }
          next.proceed();
        });
  }

  /** How many actions the end of a connection would do. */
  static int waiting(ServerConnection connection) {
    var end = connection.getAttachment(KEY);
    return end == null ? 0 : end.actions.size();
  }
}
