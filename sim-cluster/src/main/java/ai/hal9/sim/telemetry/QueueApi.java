package ai.hal9.sim.telemetry;

import ai.hal9.sim.SimException;
import ai.hal9.sim.SimJson;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A running cluster's dead letters, and decisions about them. */
public final class QueueApi {

  /** As many as a cluster shows, and decides about, at a time. */
  public static final int MOST = 100;

  private final HttpClient http;
  private final ClusterAddress address;

  public QueueApi(HttpClient http, ClusterAddress address) {
    this.http = http;
    this.address = address;
  }

  /**
   * The oldest of those that wait for a decision, {@link #MOST} at most.
   *
   * @throws SimException when the cluster does not answer or refuses
   */
  public List<DeadLetter> deadLetters() throws InterruptedException {
    var letters = new ArrayList<DeadLetter>();
    for (var letter : ask(address.request("/api/v1/queue/dead").build())) {
      letters.add(letter(letter));
    }
    return letters;
  }

  /**
   * Puts dead letters back into the queue.
   *
   * @param ids one at least, {@link #MOST} at most
   * @return how many; those that others have decided about meanwhile are not among them
   * @throws SimException when the cluster does not answer or refuses
   */
  public int redrive(List<String> ids) throws InterruptedException {
    return decide("redrive", ids).path("redriven").asInt();
  }

  /**
   * Drops dead letters for good.
   *
   * @param ids one at least, {@link #MOST} at most
   * @return how many; those that others have decided about meanwhile are not among them
   * @throws SimException when the cluster does not answer or refuses
   */
  public int discard(List<String> ids) throws InterruptedException {
    return decide("discard", ids).path("discarded").asInt();
  }

  private JsonNode decide(String what, List<String> ids) throws InterruptedException {
    return ask(
        address
            .request("/api/v1/queue/" + what)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    SimJson.LINE.writeValueAsString(Map.of("ids", ids))))
            .build());
  }

  private JsonNode ask(HttpRequest request) throws InterruptedException {
    return NodeAnswer.to(request, http).dataOf(200);
  }

  private DeadLetter letter(JsonNode letter) {
    try {
      return new DeadLetter(
          letter.path("id").asString(),
          Instant.parse(letter.path("at").asString()),
          letter.path("reason").asString(),
          letter.path("signals").valueStream().map(JsonNode::asString).toList(),
          letter.path("bytes").asLong());
    } catch (DateTimeException e) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          "%s tells of its queue in words this console does not know".formatted(address),
          e);
    }
  }
}
