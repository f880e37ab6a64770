package ai.hal9.sim.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.sim.SimException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Questions to a running cluster, and changes of its tuning. */
public final class ClusterApi {

  /** Every shard reads all its signals to count them. */
  private static final Duration COUNTING = Duration.ofMinutes(2);

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
   * The version of the tuning state in force.
   *
   * @throws SimException when the cluster does not answer or refuses
   */
  public long tuningVersion() throws InterruptedException {
    return ask(address.request("/api/v1/tuning").build()).path("version").asLong();
  }

  /**
   * How many signals wait in the durable queue.
   *
   * @throws SimException when the cluster does not answer or refuses
   */
  public long queued() throws InterruptedException {
    return ask(address.request("/api/v1/queue").build()).path("signals").asLong();
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
   * A node's parameters, what is in force of them, and its history.
   *
   * @throws SimException when the node does not answer, refuses, or speaks another language
   */
  public TuningReading tuningOf(URI node) throws InterruptedException {
    try {
      return TuningJson.reading(ask(address.request(node, "/api/v1/tuning").build()));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unknown(node, e);
    }
  }

  /**
   * Changes of the tuning that were ever made, newest first, across restarts.
   *
   * @param before where the page begins, as the one before it said; from the newest when null
   * @param limit so many at most, 1 to 200
   * @throws SimException when the cluster does not answer, refuses, cannot reach PostgreSQL, or
   *     speaks another language
   */
  public TuningAuditPage tuningAudit(@Nullable String before, int limit)
      throws InterruptedException {
    var from = before == null ? "" : "&before=" + URLEncoder.encode(before, UTF_8);
    var data = ask(address.request("/api/v1/tuning/history?limit=" + limit + from).build());
    try {
      return TuningJson.page(data);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unknown(address.url(), e);
    }
  }

  /**
   * Changes values, whole or not at all.
   *
   * @throws SimException when it is refused, with the reason
   */
  public void tune(TuningScope scope, Map<String, String> values, String who, String why)
      throws InterruptedException {
    var outcome = apply(address.url(), new TuningChange(scope, values, who, why, null, null));
    var refusal =
        switch (outcome) {
          case TuningOutcome.Applied _ -> "";
          case TuningOutcome.Refused(var violations) -> violations.toString();
          case TuningOutcome.Conflict(_, var actual) -> "version %d is in force".formatted(actual);
          case TuningOutcome.Unreachable(var reason) -> reason;
        };
    if (!refusal.isEmpty()) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          "%s changed nothing: %s".formatted(address.url(), refusal));
    }
  }

  /**
   * Asks a node for a change.
   *
   * @throws SimException when the node does not answer, or cannot read the change
   */
  public TuningOutcome apply(URI node, TuningChange change) throws InterruptedException {
    var request =
        address
            .request(node, "/api/v1/tuning")
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(TuningJson.body(change)))
            .build();
    var answer = NodeAnswer.to(request, http);
    return switch (answer.status()) {
      case 200 -> new TuningOutcome.Applied(TuningJson.version(answer.data()));
      case 422 -> new TuningOutcome.Refused(TuningJson.violations(answer.json()));
      case 409 ->
          new TuningOutcome.Conflict(
              change.insistsOn().orElse(0), tuningOf(node).version(change.scope()));
      case 503 -> new TuningOutcome.Unreachable(answer.reason());
      default -> throw answer.refused();
    };
  }

  /**
   * The shards with their users and rows, which every shard counts.
   *
   * @throws SimException when the cluster does not answer or refuses
   */
  public Shards shards() throws InterruptedException {
    var data = ask(address.request("/api/v1/shards").timeout(COUNTING).build());
    var shards = new ArrayList<Shards.Shard>();
    for (var shard : data.path("shards")) {
      shards.add(
          new Shards.Shard(
              shard.path("id").asInt(),
              shard.path("up").asBoolean(),
              shard.path("slots").asInt(),
              shard.path("rows").asLong(-1),
              shard.path("users").asLong(-1)));
    }
    return new Shards(data.path("map_version").asLong(), data.path("moving_to").asInt(-1), shards);
  }

  private JsonNode ask(HttpRequest request) throws InterruptedException {
    return NodeAnswer.to(request, http).dataOf(200);
  }

  private static SimException unknown(URI node, RuntimeException why) {
    return new SimException(
        SimException.Code.UNREACHABLE,
        "%s tells its tuning in words this console does not know (%s)"
            .formatted(node, why.getMessage()),
        why);
  }
}
