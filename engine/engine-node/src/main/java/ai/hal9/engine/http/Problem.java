package ai.hal9.engine.http;

import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong, as RFC 9457 tells it.
 *
 * @param status the HTTP status
 * @param name the kind of problem; its type is {@code urn:hal9:problem:NAME}
 * @param detail what happened and what the client can do
 * @param retryAfter when to try again; zero when that is of no use
 * @param violations every single thing that is wrong, by name; may be empty
 */
record Problem(
    int status,
    String name,
    String detail,
    Duration retryAfter,
    List<Map<String, String>> violations) {

  private static final Duration SOON = Duration.ofSeconds(1);

  Problem {
    violations = List.copyOf(violations);
  }

  static Problem of(int status, String name, String detail) {
    return new Problem(status, name, detail, Duration.ZERO, List.of());
  }

  static Problem badRequest(String detail) {
    return of(StatusCodes.BAD_REQUEST, "bad-request", detail);
  }

  static Problem badField(String field, String message) {
    return new Problem(
        StatusCodes.BAD_REQUEST,
        "invalid-field",
        "'" + field + "' " + message,
        Duration.ZERO,
        List.of(violation("field", field, "message", message)));
  }

  static Problem notFound(String detail) {
    return of(StatusCodes.NOT_FOUND, "not-found", detail);
  }

  static Problem tooLarge(long limit) {
    return of(
        StatusCodes.REQUEST_ENTITY_TOO_LARGE,
        "too-large",
        "The body may have at most " + limit + " bytes.");
  }

  static Problem unavailable(String name, String detail) {
    return new Problem(StatusCodes.SERVICE_UNAVAILABLE, name, detail, SOON, List.of());
  }

  static Problem internal() {
    return of(
        StatusCodes.INTERNAL_SERVER_ERROR,
        "internal",
        "The node failed to answer; its log says why.");
  }

  /** One thing that is wrong: names and values by turns, kept in this order. */
  static Map<String, String> violation(String... namesAndValues) {
    var violation = new LinkedHashMap<String, String>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      violation.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return violation;
  }

  /** The type's URN. */
  String type() {
    return "urn:hal9:problem:" + name;
  }

  /** The status in words. */
  String title() {
    return StatusCodes.getReason(status);
  }
}
