package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.api.tuning.TuningOrigin;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.security.MessageDigest;

/** Compares the shown token with the expected one in constant time. */
final class BearerToken implements Access {

  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  BearerToken(String token) {
    if (token.isBlank()) {
      throw new IllegalArgumentException("an empty token protects nothing");
    }
    this.expected = token.getBytes(UTF_8);
  }

  @Override
  public TuningOrigin.Authority authority() {
    return TuningOrigin.Authority.TOKEN;
  }

  /** Whether a token is shown, right or wrong. */
  static boolean isShown(HttpServerExchange exchange) {
    var header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  @Override
  public boolean allows(HttpServerExchange exchange) {
    var header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(expected, header.substring(SCHEME.length()).getBytes(UTF_8));
  }
}
