package ai.hal9.sim.telemetry;

import ai.hal9.sim.SimException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import tools.jackson.databind.JsonNode;

/** Fills nodes' caches, each node its own. */
public final class WarmingApi {

  private static final String PATH = "/api/v1/cache/warm";
  private static final int UNDER_WAY = 409;

  private final HttpClient http;
  private final ClusterAddress address;

  public WarmingApi(HttpClient http, ClusterAddress address) {
    this.http = http;
    this.address = address;
  }

  /**
   * Begins to warm a node with as many keys as its tuning says; where that is under way it goes on.
   *
   * @return how far it is
   * @throws SimException when the node does not answer or refuses
   */
  public Warming warm(URI node) throws InterruptedException {
    var answer =
        NodeAnswer.to(
            address.request(node, PATH).POST(HttpRequest.BodyPublishers.noBody()).build(), http);
    return answer.status() == UNDER_WAY ? of(node) : warming(answer.dataOf(202));
  }

  /**
   * How far a node is.
   *
   * @throws SimException when the node does not answer or refuses
   */
  public Warming of(URI node) throws InterruptedException {
    return warming(NodeAnswer.to(address.request(node, PATH).build(), http).dataOf(200));
  }

  private static Warming warming(JsonNode data) {
    return new Warming(
        data.path("target").asLong(),
        data.path("answers").asLong() + data.path("states").asLong(),
        data.path("running").asBoolean(),
        data.path("problem").asString(""));
  }
}
