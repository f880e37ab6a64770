package ai.hal9.engine.model;

import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.neuron.ModelException.Fault;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Messages API's JSON, as {@code POST /v1/messages} takes and gives it. */
final class Messages {

  private static final int ROOM = 200;
  private static final int LONGEST_WHY = 300;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  /** More than any reply has; at any price that can be configured their cost fits a long. */
  private static final long MOST_TOKENS = 1_000_000_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Messages() {}

  /** A request: one message by the user. */
  static byte[] request(String model, int maxTokens, String system, String content) {
    var json = new JsonBytes(ROOM + system.length() + content.length());
    json.raw("{\"model\":").quoted(model);
    json.raw(",\"max_tokens\":").raw(Integer.toString(maxTokens));
    json.raw(",\"system\":").quoted(system);
    json.raw(",\"messages\":[{\"role\":\"user\",\"content\":").quoted(content);
    return json.raw("}]}").toBytes();
  }

  /** What a 200 says; one that makes no sense is a failure that may have cost something. */
  static Attempt answer(byte[] body) {
    try {
      var root = JSON.readTree(body);
      var text = new StringBuilder();
      for (var block : root.path("content")) {
        if (block.path("type").asString("").equals("text")) {
          text.append(block.path("text").asString(""));
        }
      }
      var usage = root.path("usage");
      if (text.isEmpty() || !usage.path("output_tokens").isNumber()) {
        return broken("a reply without text or usage");
      }
      return new Attempt.Answered(
          text.toString(),
          root.path("model").asString("unnamed"),
          new Usage(
              tokens(usage, "input_tokens")
                  + tokens(usage, "cache_creation_input_tokens")
                  + tokens(usage, "cache_read_input_tokens"),
              tokens(usage, "output_tokens")));
    } catch (JacksonException e) {
      return broken("a reply that is not JSON");
    }
  }

  /**
   * What an error says.
   *
   * @param retryAfter the header, in seconds or as a date
   */
  static Attempt.Failed error(int status, byte[] body, @Nullable String retryAfter, Instant now) {
    return new Attempt.Failed(
        Integer.toString(status),
        fault(status),
        status == TOO_MANY_REQUESTS || status >= SERVER_ERROR,
        false,
        retryAfter == null ? Duration.ZERO : wait(retryAfter, now),
        "the language model answered " + status + why(body));
  }

  /** Nothing, or not the whole of it. */
  static Attempt.Failed unanswered(IOException e, boolean sent, boolean late) {
    var status = late ? "timeout" : sent ? "broken" : "unreachable";
    var why =
        switch (status) {
          case "timeout" -> "the language model did not answer in time";
          case "broken" -> "the language model broke off: " + e.getMessage();
          default -> "the language model cannot be reached: " + e.getMessage();
        };
    return new Attempt.Failed(status, Fault.MODEL, !sent && !late, sent, Duration.ZERO, why);
  }

  /** What cannot be read. */
  static Attempt.Failed broken(String what) {
    return new Attempt.Failed(
        "broken", Fault.MODEL, false, true, Duration.ZERO, "the language model sent " + what);
  }

  /** A wrong key or model name fails every call and is the breaker's matter. */
  private static Fault fault(int status) {
    return switch (status) {
      case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, REQUEST_TIMEOUT, CONFLICT, TOO_MANY_REQUESTS ->
          Fault.MODEL;
      default -> status >= SERVER_ERROR || status < 400 ? Fault.MODEL : Fault.REQUEST;
    };
  }

  /** {@code {"type":"error","error":{"type":…,"message":…}}}, shortened. */
  private static String why(byte[] body) {
    try {
      JsonNode error = JSON.readTree(body).path("error");
      var text = error.path("type").asString("") + ": " + error.path("message").asString("");
      return text.length() <= 2
          ? ""
          : " (" + text.substring(0, Math.min(text.length(), LONGEST_WHY)) + ")";
    } catch (JacksonException e) {
      return "";
    }
  }

  private static Duration wait(String header, Instant now) {
    try {
      var wait =
          header.strip().matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(header.strip()))
              : Duration.between(
                  now,
                  ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant());
      if (wait.isNegative()) {
        return Duration.ZERO;
      }
      return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static long tokens(JsonNode usage, String name) {
    return Math.clamp(usage.path(name).asLong(0), 0, MOST_TOKENS);
  }
}
