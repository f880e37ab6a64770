package ai.hal9.api.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.api.metric.Series;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what {@link FrameWriter} wrote, token by token: whoever listens to many nodes does so all
 * the time. Series are kept, since a node tells the same ones in every frame. For any thread.
 */
final class FrameReader {

  private static final JsonFactory JSON = new JsonFactory();

  /** More than all nodes of a cluster tell, and few enough to be kept. */
  private static final int MOST_SERIES = 20_000;

  private final Map<String, Series> known = new ConcurrentHashMap<>();

  /**
   * Reads a frame; fields that are not known are passed over.
   *
   * @throws TelemetryException when the text is none
   */
  TelemetryFrame frame(String text) {
    try (var in = JSON.createParser(ObjectReadContext.empty(), text)) {
      in.nextToken();
      var frame = frame(in);
      require(in.nextToken() == null, "nothing behind it");
      return frame;
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      throw new TelemetryException("not a frame of telemetry: " + e.getMessage(), e);
    }
  }

  private TelemetryFrame frame(JsonParser in) {
    var lost = 0L;
    TelemetrySnapshot snapshot = null;
    for (var field = first(in); field != null; field = next(in)) {
      switch (field) {
        case "lost" -> lost = in.getLongValue();
        case "snapshot" -> snapshot = snapshot(in);
        default -> in.skipChildren();
      }
    }
    return new TelemetryFrame(lost, told(snapshot, "snapshot"));
  }

  private TelemetrySnapshot snapshot(JsonParser in) {
    TelemetrySource source = null;
    Instant time = null;
    Duration interval = null;
    var sequence = 0L;
    var monotonicNanos = 0L;
    Map<Series, Double> counters = null;
    Map<Series, Double> gauges = null;
    Map<Series, LatencyHistogram> latencies = null;
    List<TelemetryEvent> events = null;
    for (var field = first(in); field != null; field = next(in)) {
      switch (field) {
        case "source" -> source = source(in);
        case "sequence" -> sequence = in.getLongValue();
        case "time" -> time = Instant.parse(string(in));
        case "monotonicNanos" -> monotonicNanos = in.getLongValue();
        case "interval" -> interval = Duration.parse(string(in));
        case "counters" -> counters = numbers(in);
        case "gauges" -> gauges = numbers(in);
        case "latencies" -> latencies = latencies(in);
        case "events" -> events = events(in);
        default -> in.skipChildren();
      }
    }
    return new TelemetrySnapshot(
        told(source, "source"),
        sequence,
        told(time, "time"),
        monotonicNanos,
        told(interval, "interval"),
        told(counters, "counters"),
        told(gauges, "gauges"),
        told(latencies, "latencies"),
        told(events, "events"));
  }

  private static TelemetrySource source(JsonParser in) {
    SourceKind kind = null;
    String name = null;
    String cluster = null;
    String region = null;
    String version = null;
    Instant startedAt = null;
    for (var field = first(in); field != null; field = next(in)) {
      switch (field) {
        case "kind" -> kind = SourceKind.valueOf(string(in));
        case "name" -> name = text(in);
        case "cluster" -> cluster = text(in);
        case "region" -> region = text(in);
        case "version" -> version = text(in);
        case "startedAt" -> startedAt = Instant.parse(string(in));
        default -> in.skipChildren();
      }
    }
    return new TelemetrySource(
        told(kind, "kind"),
        told(name, "name"),
        told(cluster, "cluster"),
        told(region, "region"),
        told(version, "version"),
        told(startedAt, "startedAt"));
  }

  private Map<Series, Double> numbers(JsonParser in) {
    var numbers = new HashMap<Series, Double>();
    for (var field = first(in); field != null; field = next(in)) {
      numbers.put(series(field), number(in));
    }
    return numbers;
  }

  /** JSON has no number for what is none or infinite; that is told in a string. */
  private static double number(JsonParser in) {
    return in.currentToken() == JsonToken.VALUE_STRING
        ? Double.parseDouble(in.getString())
        : in.getDoubleValue();
  }

  private Map<Series, LatencyHistogram> latencies(JsonParser in) {
    var latencies = new HashMap<Series, LatencyHistogram>();
    for (var field = first(in); field != null; field = next(in)) {
      latencies.put(series(field), LatencyHistogram.decoded(string(in)));
    }
    return latencies;
  }

  private Series series(String key) {
    var series = known.get(key);
    if (series == null) {
      if (known.size() >= MOST_SERIES) {
        known.clear();
      }
      series = new Series(whole(key));
      known.put(key, series);
    }
    return series;
  }

  private static List<TelemetryEvent> events(JsonParser in) {
    require(in.currentToken() == JsonToken.START_ARRAY, "a list of events");
    var events = new ArrayList<TelemetryEvent>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      events.add(event(in));
    }
    return events;
  }

  private static TelemetryEvent event(JsonParser in) {
    EventKind kind = null;
    Instant time = null;
    String title = null;
    Map<String, String> details = null;
    for (var field = first(in); field != null; field = next(in)) {
      switch (field) {
        case "kind" -> kind = EventKind.valueOf(string(in));
        case "time" -> time = Instant.parse(string(in));
        case "title" -> title = text(in);
        case "details" -> details = details(in);
        default -> in.skipChildren();
      }
    }
    return new TelemetryEvent(
        told(kind, "kind"), told(time, "time"), told(title, "title"), told(details, "details"));
  }

  private static Map<String, String> details(JsonParser in) {
    var details = new HashMap<String, String>();
    for (var field = first(in); field != null; field = next(in)) {
      details.put(whole(field), text(in));
    }
    return details;
  }

  /** The name of an object's first field, with its value as the current token; null in {}. */
  private static @Nullable String first(JsonParser in) {
    require(in.currentToken() == JsonToken.START_OBJECT, "an object");
    return next(in);
  }

  private static @Nullable String next(JsonParser in) {
    var name = in.nextName();
    if (name != null) {
      in.nextToken();
    }
    return name;
  }

  private static String string(JsonParser in) {
    require(in.currentToken() == JsonToken.VALUE_STRING, "a string");
    return in.getString();
  }

  private static String text(JsonParser in) {
    return whole(string(in));
  }

  /** An escape may tell half of a surrogate pair, which UTF-8 cannot. */
  private static String whole(String text) {
    require(UTF_8.newEncoder().canEncode(text), "text without half of a surrogate pair");
    return text;
  }

  private static <T> T told(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("it lacks its " + name);
    }
    return value;
  }

  private static void require(boolean met, String what) {
    if (!met) {
      throw new IllegalArgumentException(what + " was expected");
    }
  }
}
