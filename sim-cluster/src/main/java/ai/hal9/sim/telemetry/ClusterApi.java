package ai.hal9.sim.telemetry;

import ai.hal9.api.tuning.TuningScope;
import ai.hal9.sim.SimException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions to a running cluster, and changes of its tuning. */
public final class ClusterApi {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final ClusterAddress address;

  public ClusterApi(HttpClient http, ClusterAddress address) {
    this.http = http;
    this.address = address;
  }

  /**
   * The members' addresses by name.
   *
   * @throws SimException when the cluster does not answer or refuses
   */
  public Map<String, URI> members() throws InterruptedException {
    return members(address.url());
  }

  Map<String, URI> members(URI base) throws InterruptedException {
    var data = ask(address.request(base, "/api/v1/cluster").build());
    var list = data.isArray() ? data : data.path("members");
    var members = new TreeMap<String, URI>();
    for (var member : list) {
      members.put(member.path("name").asString(), URI.create(member.path("url").asString()));
    }
    return members;
  }

  /**
   * The value in force of every tuning parameter.
   *
   * @throws SimException when the cluster does not answer or refuses
   */
  public Map<String, String> tuning() throws InterruptedException {
    var values = new TreeMap<String, String>();
    ask(address.request("/api/v1/tuning").build())
        .path("values")
        .forEachEntry((key, value) -> values.put(key, value.asString()));
    return values;
  }

  /**
   * The value in force of every tuning parameter on one node.
   *
   * @throws SimException when the node does not answer or refuses
   */
  public Map<String, String> tuning(URI node) throws InterruptedException {
    return new ClusterApi(http, new ClusterAddress(node, address.token())).tuning();
  }

  /**
   * Changes values, whole or not at all.
   *
   * @throws SimException when it is refused, with the reason
   */
  public void tune(TuningScope scope, Map<String, String> values, String who, String why)
      throws InterruptedException {
    var body = JSON.createObjectNode();
    body.put("scope", scope.name().toLowerCase(Locale.ROOT));
    body.put("who", who);
    body.put("why", why);
    var changed = body.putObject("values");
    values.forEach(changed::put);
    ask(
        address
            .request("/api/v1/tuning")
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private JsonNode ask(HttpRequest request) throws InterruptedException {
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new SimException(
            SimException.Code.UNREACHABLE,
            "%s answered %d: %s".formatted(request.uri(), response.statusCode(), reason(response)));
      }
      return JSON.readTree(response.body()).path("data");
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          "%s does not answer (%s); see `hal9 status`".formatted(request.uri(), e.getMessage()),
          e);
    } catch (JacksonException e) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          "%s answered no JSON; is it a HAL9 node?".formatted(request.uri()),
          e);
    }
  }

  /** The problem's own words where it has some. */
  private static String reason(HttpResponse<String> response) {
    try {
      var problem = JSON.readTree(response.body());
      return problem.path("detail").asString(problem.path("title").asString("no reason given"));
    } catch (JacksonException e) {
      return "no reason given";
    }
  }
}
