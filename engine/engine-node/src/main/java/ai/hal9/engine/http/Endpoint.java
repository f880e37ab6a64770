package ai.hal9.engine.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.function.UnaryOperator;

/**
 * One method of one route.
 *
 * @param method what it answers to; a HEAD is answered by GET
 * @param template the path; {@code {id}} may stand for one of its last three parts
 * @param guarded whether {@link Access} must allow it
 * @param whileDraining whether it answers although the node is shutting down
 * @param handler answers; called on an IO thread
 */
record Endpoint(
    HttpString method,
    String template,
    boolean guarded,
    boolean whileDraining,
    HttpHandler handler) {

  static Endpoint get(String template, HttpHandler handler) {
    return new Endpoint(Methods.GET, template, false, false, handler);
  }

  static Endpoint post(String template, HttpHandler handler) {
    return new Endpoint(Methods.POST, template, false, false, handler);
  }

  static Endpoint put(String template, HttpHandler handler) {
    return new Endpoint(Methods.PUT, template, false, false, handler);
  }

  static Endpoint patch(String template, HttpHandler handler) {
    return new Endpoint(Methods.PATCH, template, false, false, handler);
  }

  static Endpoint delete(String template, HttpHandler handler) {
    return new Endpoint(Methods.DELETE, template, false, false, handler);
  }

  /** This one, for those alone who are allowed. */
  Endpoint forTheTrusted() {
    return new Endpoint(method, template, true, whileDraining, handler);
  }

  /** This one, also during a shutdown. */
  Endpoint toTheEnd() {
    return new Endpoint(method, template, guarded, true, handler);
  }

  /** This one, behind something that its requests must pass. */
  Endpoint behind(UnaryOperator<HttpHandler> gate) {
    return new Endpoint(method, template, guarded, whileDraining, gate.apply(handler));
  }

  /** The part of the request's path before its last. */
  static String partBeforeLast(HttpServerExchange exchange) {
    var path = exchange.getRequestPath();
    var last = path.lastIndexOf('/');
    return path.substring(path.lastIndexOf('/', last - 1) + 1, last);
  }

  /** The last part of the request's path. */
  static String lastPart(HttpServerExchange exchange) {
    var path = exchange.getRequestPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
