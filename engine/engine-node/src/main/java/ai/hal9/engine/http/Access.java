package ai.hal9.engine.http;

import ai.hal9.api.tuning.TuningOrigin;
import io.undertow.server.HttpServerExchange;

/** Decides who may use a protected route. */
@FunctionalInterface
public interface Access {

  /** Whether the request may go on; called on an IO thread and must not block. */
  boolean allows(HttpServerExchange exchange);

  /** By what right whoever is allowed goes on. */
  default TuningOrigin.Authority authority() {
    return TuningOrigin.Authority.OPEN;
  }

  /** Everyone may: for a node that serves loopback alone and was given no token. */
  static Access everyone() {
    return exchange -> true;
  }

  /** Whoever shows the token as {@code Authorization: Bearer TOKEN}. */
  static Access bearer(String token) {
    return new BearerToken(token);
  }
}
