package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalAnswer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** The formats a signal can be posted in and its answer be asked for. Problems are always JSON. */
enum Wire {
  /** RFC 8259; also what is not said to be anything. */
  JSON(Reply.JSON),
  /** RFC 8949, with the same names and structure; the signal's id is tagged as a UUID (37). */
  CBOR("application/cbor");

  private static final JsonFactory JSON_PARSERS =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();
  private static final Pattern JSON_BASED = Pattern.compile("application/[!-~&&[^/]]+\\+json");
  private static final String ANY = "*/*";
  private static final String ANY_APPLICATION = "application/*";

  private final String mediaType;

  Wire(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The format of a request's body; null when it is none of these. */
  static @Nullable Wire of(HttpServerExchange exchange) {
    var type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    if (type == null || type.equals(JSON.mediaType)) {
      return JSON;
    }
    var range = range(type);
    if (range.equals(CBOR.mediaType)) {
      return CBOR;
    }
    return range.equals(JSON.mediaType) || JSON_BASED.matcher(range).matches() ? JSON : null;
  }

  /** The format an answer is wanted in: JSON unless CBOR is liked as much (RFC 9110, 12.5.1). */
  static Wire wanted(HttpServerExchange exchange) {
    var accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
    if (accept == null || accept.equals(ANY) || accept.equals(JSON.mediaType)) {
      return JSON;
    }
    return wanted(accept);
  }

  static Wire wanted(String accept) {
    var cbor = 0.0;
    var json = 0.0;
    var closest = 0;
    for (var part : accept.split(",", -1)) {
      var range = range(part);
      if (range.equals(CBOR.mediaType)) {
        cbor = quality(part);
      }
      var closeness = closeness(range);
      if (closeness > closest) {
        closest = closeness;
        json = quality(part);
      }
    }
    return cbor > 0 && cbor >= json ? CBOR : JSON;
  }

  String mediaType() {
    return mediaType;
  }

  TokenStreamFactory parsers() {
    return switch (this) {
      case JSON -> JSON_PARSERS;
      case CBOR -> CborAnswer.FACTORY;
    };
  }

  /** The body of a 200. */
  ByteBuffer write(SignalAnswer answer) {
    return switch (this) {
      case JSON -> AnswerWriter.write(answer);
      case CBOR -> CborAnswer.write(answer);
    };
  }

  /** How closely a range describes JSON. */
  private static int closeness(String range) {
    if (range.equals(JSON.mediaType)) {
      return 3;
    }
    if (range.equals(ANY_APPLICATION)) {
      return 2;
    }
    return range.equals(ANY) ? 1 : 0;
  }

  private static String range(String part) {
    var end = part.indexOf(';');
    return (end < 0 ? part : part.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static double quality(String part) {
    for (var parameter : part.split(";", -1)) {
      var text = parameter.strip();
      if (text.startsWith("q=") && text.substring(2).matches("[01](\\.\\d{0,3})?")) {
        return Double.parseDouble(text.substring(2));
      }
    }
    return 1;
  }
}
