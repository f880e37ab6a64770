package ai.hal9.sim.telemetry;

import ai.hal9.sim.SimException;
import ai.hal9.sim.SimJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a node answered.
 *
 * @param from the address asked
 * @param status HTTP's
 * @param body as it came
 */
public record NodeAnswer(URI from, int status, String body) {

  /**
   * Asks, and waits for the answer.
   *
   * @throws SimException when there is none
   */
  public static NodeAnswer to(HttpRequest request, HttpClient http) throws InterruptedException {
    try {
      var response = http.send(request, BodyHandlers.ofString());
      return new NodeAnswer(request.uri(), response.statusCode(), response.body());
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          "%s does not answer (%s); see `hal9 status`".formatted(request.uri(), why(e)),
          e);
    }
  }

  private static String why(IOException broken) {
    var words = broken.getMessage();
    return words == null && broken instanceof ConnectException
        ? "no connection"
        : words == null ? broken.getClass().getSimpleName() : words;
  }

  /**
   * The body.
   *
   * @throws SimException when it is no JSON
   */
  public JsonNode json() {
    try {
      return SimJson.LINE.readTree(body);
    } catch (JacksonException e) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          "%s answered no JSON; is it a HAL9 node?".formatted(from),
          e);
    }
  }

  /**
   * What was asked for.
   *
   * @throws SimException when the body is no JSON
   */
  public JsonNode data() {
    return json().path("data");
  }

  /**
   * What was asked for, of an answer that should have this status.
   *
   * @throws SimException when it has another, with the reason given, or the body is no JSON
   */
  JsonNode dataOf(int wanted) {
    if (status != wanted) {
      throw refused();
    }
    return data();
  }

  /** That it was refused, with the reason given. */
  public SimException refused() {
    return new SimException(
        SimException.Code.UNREACHABLE, "%s answered %d: %s".formatted(from, status, reason()));
  }

  /** Why it was refused, in the problem's own words where it has some (RFC 9457). */
  public String reason() {
    try {
      var problem = SimJson.LINE.readTree(body);
      return problem.path("detail").asString(problem.path("title").asString("no reason given"));
    } catch (JacksonException e) {
      return "no reason given";
    }
  }
}
