package ai.hal9.console.loading;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a scenario's terms are called on screen. */
public final class ScenarioWords {

  /** The ways to send load. */
  public static final Map<String, String> EXECUTORS =
      inOrder(
          "constant-arrival-rate", "Requests at a steady rate",
          "ramping-arrival-rate", "Requests at a changing rate",
          "constant-vus", "A steady number of users",
          "ramping-vus", "A changing number of users");

  /** What thresholds judge. */
  public static final Map<String, String> METRICS =
      inOrder(
          "http_req_duration", "Response time",
          "http_req_failed", "Failed requests",
          "http_reqs", "Requests",
          "dropped_iterations", "Dropped arrivals",
          "checks", "Checks");

  private ScenarioWords() {}

  /** A condition with its figure in words: {@code Response time: p(95)<500}. */
  public static String threshold(String written) {
    var colon = written.indexOf(':');
    var metric = colon < 0 ? written : written.substring(0, colon);
    return METRICS.containsKey(metric)
        ? METRICS.get(metric) + written.substring(metric.length())
        : written;
  }

  private static Map<String, String> inOrder(String... pairs) {
    var words = new LinkedHashMap<String, String>();
    for (var i = 0; i < pairs.length; i += 2) {
      words.put(pairs[i], pairs[i + 1]);
    }
    return Collections.unmodifiableMap(words);
  }
}
