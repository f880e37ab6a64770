package ai.hal9.engine.probe;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the balancer's status page, token by token. What the series of an upstream are called is
 * kept, since the same ones are told every time. For one thread.
 */
final class BalancerPage {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Series CONNECTIONS = MetricCatalogue.BALANCER_CONNECTIONS.series();

  /** More upstreams than a balancer has at one time, and few enough to be kept. */
  private static final int MOST_KEPT = 256;

  private final Map<String, Upstream> known = new HashMap<>();

  /**
   * What the page says.
   *
   * @param startedAt since when the balancer runs, ISO 8601
   * @param counters totals since then
   * @param gauges values of the moment
   */
  record Figures(String startedAt, Map<Series, Double> counters, Map<Series, Double> gauges) {}

  /** The series of an upstream, those of its requests by the class of status. */
  private record Upstream(
      String name, Series up, Series inFlight, Series retries, Map<String, Series> requests) {

    static Upstream of(String name) {
      return new Upstream(
          name,
          MetricCatalogue.BALANCER_UP.series(name),
          MetricCatalogue.BALANCER_IN_FLIGHT.series(name),
          MetricCatalogue.BALANCER_RETRIES.series(name),
          new HashMap<>());
    }

    Series requests(String status) {
      return requests.computeIfAbsent(
          status, known -> MetricCatalogue.BALANCER_REQUESTS.series(name, known));
    }
  }

  /**
   * Reads a page; fields that are not known are passed over.
   *
   * @throws IOException when it lacks one that every page has
   */
  Figures read(byte[] utf8) throws IOException {
    var counters = new HashMap<Series, Double>();
    var gauges = new HashMap<Series, Double>();
    var startedAt = "";
    var upstreams = false;
    try (var page = JSON.createParser(ObjectReadContext.empty(), utf8)) {
      require(page.nextToken() == JsonToken.START_OBJECT, "an object");
      for (var field = page.nextName(); field != null; field = page.nextName()) {
        page.nextToken();
        switch (field) {
          case "startedAt" -> startedAt = page.getString();
          case "connections" -> gauges.put(CONNECTIONS, page.getDoubleValue());
          case "upstreams" -> {
            upstreams = true;
            while (page.nextToken() == JsonToken.START_OBJECT) {
              upstream(page, counters, gauges);
            }
          }
          default -> page.skipChildren();
        }
      }
    }
    require(!startedAt.isEmpty(), "startedAt");
    require(gauges.containsKey(CONNECTIONS), "connections");
    require(upstreams, "upstreams");
    return new Figures(startedAt, counters, gauges);
  }

  private void upstream(JsonParser page, Map<Series, Double> counters, Map<Series, Double> gauges)
      throws IOException {
    var name = "";
    var up = Double.NaN;
    var inFlight = Double.NaN;
    var retries = Double.NaN;
    var requests = new HashMap<String, Double>();
    for (var field = page.nextName(); field != null; field = page.nextName()) {
      page.nextToken();
      switch (field) {
        case "name" -> name = page.getString();
        case "up" -> up = page.getBooleanValue() ? 1 : 0;
        case "inFlight" -> inFlight = page.getDoubleValue();
        case "retries" -> retries = page.getDoubleValue();
        case "requests" -> {
          for (var status = page.nextName(); status != null; status = page.nextName()) {
            page.nextToken();
            requests.put(status, page.getDoubleValue());
          }
        }
        default -> page.skipChildren();
      }
    }
    require(!name.isEmpty() && !Double.isNaN(up + inFlight + retries), "all of an upstream");
    var series = series(name);
    gauges.put(series.up, up);
    gauges.put(series.inFlight, inFlight);
    counters.put(series.retries, retries);
    requests.forEach((status, count) -> counters.put(series.requests(status), count));
  }

  private Upstream series(String name) {
    if (known.size() >= MOST_KEPT) {
      known.clear();
    }
    return known.computeIfAbsent(name, Upstream::of);
  }

  private static void require(boolean told, String what) throws IOException {
    if (!told) {
      throw new IOException("the balancer's status lacks " + what);
    }
  }
}
