package ai.hal9.sim.scenario;

import java.util.List;
import java.util.Map;

/**
 * One kind of request in a scenario's mix. Path and body may contain {@code ${content}} (a content
 * drawn by the {@link DataShape}), {@code ${user}} (a user's id) and {@code ${sequence}} (a number
 * used once in the run).
 *
 * @param name how reports call it
 * @param weight its share in the mix, relative to the others'; positive
 * @param method the HTTP method
 * @param path begins with a slash; may carry a query
 * @param headers sent as they are, beside {@code Host} and {@code Content-Length}
 * @param body the body; empty for none
 * @param checks what should hold of the answers
 */
public record RequestTemplate(
    String name,
    int weight,
    String method,
    String path,
    Map<String, String> headers,
    String body,
    List<Check> checks) {

  /** Stands for a content of the data shape. */
  public static final String CONTENT = "${content}";

  /** Stands for a user's id. */
  public static final String USER = "${user}";

  /** Stands for a number used once in the run. */
  public static final String SEQUENCE = "${sequence}";

  /** What a scenario without a mix sends: a signal of a drawn content and user. */
  public static final RequestTemplate SIGNAL =
      new RequestTemplate(
          "signal",
          1,
          "POST",
          "/api/v1/signal",
          Map.of("Content-Type", "application/json"),
          "{\"content\":\"${content}\",\"user_id\":\"${user}\"}",
          List.of(new Check.StatusIs(200)));

  /** What a scenario of games sends: a player's choice of a side in the round that is open. */
  public static final RequestTemplate ACTION =
      new RequestTemplate(
          "action",
          1,
          "POST",
          "/api/games/${game}/actions",
          Map.of("Content-Type", "application/json"),
          "{\"player_id\":\"${player}\",\"side\":${side}}",
          List.of(new Check.StatusIs(200)));

  public RequestTemplate {
    headers = Map.copyOf(headers);
    checks = List.copyOf(checks);
    if (weight < 1 || !path.startsWith("/")) {
      throw new IllegalArgumentException("weight must be positive and path begin with a slash");
    }
  }

  /** {@link #ACTION} of one player. */
  public static RequestTemplate action(String game, String player, int side) {
    return new RequestTemplate(
        ACTION.name,
        ACTION.weight,
        ACTION.method,
        ACTION.path.replace("${game}", game),
        ACTION.headers,
        ACTION.body.replace("${player}", player).replace("${side}", Integer.toString(side)),
        ACTION.checks);
  }

  /** Whether the scenario itself says who it is from. */
  public boolean authorized() {
    return headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
  }
}
