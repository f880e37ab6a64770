package ai.hal9.api.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.api.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes frames, each as one line of JSON. A node does so once a second, too seldom to be compiled
 * soon or to be found in the processor's caches: a frame costs by the code it runs through. So it
 * goes straight into one text that is used again, past Jackson's generators and Java's formatters.
 * For one thread at a time.
 */
final class FrameWriter {

  /** What a node's frame takes, or a little less. */
  private static final int USUAL_LENGTH = 16_384;

  private static final int MOST_MINUTES = 64;
  private static final long SECONDS = 60;

  private final JsonStringEncoder quotes = JsonStringEncoder.getInstance();
  private final StringBuilder text = new StringBuilder(USUAL_LENGTH);

  /**
   * Minutes since 1970 as ISO 8601 up to the seconds: this one, and those that sources began in.
   */
  private final Map<Long, String> minutes = new HashMap<>();

  byte[] utf8(TelemetryFrame frame) {
    text.setLength(0);
    text.append("{\"lost\":").append(frame.lost()).append(",\"snapshot\":");
    snapshot(frame.snapshot());
    return text.append('}').toString().getBytes(UTF_8);
  }

  private void snapshot(TelemetrySnapshot value) {
    text.append("{\"source\":");
    source(value.source());
    text.append(",\"sequence\":").append(value.sequence());
    text.append(",\"time\":");
    moment(value.time());
    text.append(",\"monotonicNanos\":").append(value.monotonicNanos());
    text.append(",\"interval\":");
    length(value.interval());
    text.append(",\"counters\":");
    numbers(value.counters());
    text.append(",\"gauges\":");
    numbers(value.gauges());
    text.append(",\"latencies\":{");
    for (var latency : value.latencies().entrySet()) {
      next('{');
      string(latency.getKey().key());
      text.append(":\"").append(latency.getValue().encodedPlainly()).append('"');
    }
    text.append("},\"events\":[");
    for (var event : value.events()) {
      next('[');
      event(event);
    }
    text.append("]}");
  }

  private void source(TelemetrySource source) {
    text.append("{\"kind\":\"").append(source.kind().name());
    text.append("\",\"name\":");
    string(source.name());
    text.append(",\"cluster\":");
    string(source.cluster());
    text.append(",\"region\":");
    string(source.region());
    text.append(",\"version\":");
    string(source.version());
    text.append(",\"startedAt\":");
    moment(source.startedAt());
    text.append('}');
  }

  private void event(TelemetryEvent event) {
    text.append("{\"kind\":\"").append(event.kind().name());
    text.append("\",\"time\":");
    moment(event.time());
    text.append(",\"title\":");
    string(event.title());
    text.append(",\"details\":{");
    for (var detail : event.details().entrySet()) {
      next('{');
      string(detail.getKey());
      text.append(':');
      string(detail.getValue());
    }
    text.append("}}");
  }

  private void numbers(Map<Series, Double> values) {
    text.append('{');
    for (var entry : values.entrySet()) {
      next('{');
      string(entry.getKey().key());
      text.append(':');
      number(entry.getValue());
    }
    text.append('}');
  }

  /** A whole number without a fraction, which most are, takes less to write and to read. */
  private void number(double value) {
    var whole = (long) value;
    if (whole == value) {
      text.append(whole);
    } else if (Double.isFinite(value)) {
      text.append(value);
    } else {
      // Which JSON has no number for; Jackson reads it.
      text.append('"').append(value).append('"');
    }
  }

  private void string(String value) {
    text.append('"');
    quotes.quoteAsString(value, text);
    text.append('"');
  }

  /** A comma, unless what is next is the first since this bracket. */
  private void next(char bracket) {
    if (text.charAt(text.length() - 1) != bracket) {
      text.append(',');
    }
  }

  private void moment(Instant value) {
    var minute = Math.floorDiv(value.getEpochSecond(), SECONDS);
    text.append('"').append(minute(minute));
    digits(100 + (int) (value.getEpochSecond() - minute * SECONDS));
    fraction(value.getNano());
    text.append("Z\"");
  }

  private String minute(long since1970) {
    if (minutes.size() >= MOST_MINUTES) {
      minutes.clear();
    }
    return minutes.computeIfAbsent(
        since1970,
        minute -> {
          var zero = Instant.ofEpochSecond(minute * SECONDS).toString();
          return zero.substring(0, zero.length() - "00Z".length());
        });
  }

  private void length(Duration value) {
    if (value.isNegative()) {
      text.append('"').append(value).append('"');
    } else {
      text.append("\"PT").append(value.getSeconds());
      fraction(value.getNano());
      text.append("S\"");
    }
  }

  private void fraction(int nanos) {
    if (nanos != 0) {
      text.append('.');
      digits(1_000_000_000 + nanos);
    }
  }

  /** All but the first, which is there for the zeros behind it. */
  private void digits(int number) {
    var all = Integer.toString(number);
    text.append(all, 1, all.length());
  }
}
