package ai.hal9.api.telemetry;

import ai.hal9.api.metric.Series;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Writes snapshots field by field. A node does so once a second, too seldom for what stands between
 * a record and its text in Jackson to be compiled well, which costs more than the writing.
 */
final class SnapshotWriter {

  private SnapshotWriter() {}

  static void write(TelemetrySnapshot value, JsonGenerator out) {
    out.writeStartObject();
    out.writeName("source");
    source(value.source(), out);
    out.writeNumberProperty("sequence", value.sequence());
    out.writeStringProperty("time", value.time().toString());
    out.writeNumberProperty("monotonicNanos", value.monotonicNanos());
    out.writeStringProperty("interval", value.interval().toString());
    numbers("counters", value.counters(), out);
    numbers("gauges", value.gauges(), out);
    out.writeObjectPropertyStart("latencies");
    for (var entry : value.latencies().entrySet()) {
      out.writeStringProperty(entry.getKey().key(), entry.getValue().encodedPlainly());
    }
    out.writeEndObject();
    out.writeArrayPropertyStart("events");
    for (var event : value.events()) {
      event(event, out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void source(TelemetrySource source, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("kind", source.kind().name());
    out.writeStringProperty("name", source.name());
    out.writeStringProperty("cluster", source.cluster());
    out.writeStringProperty("region", source.region());
    out.writeStringProperty("version", source.version());
    out.writeStringProperty("startedAt", source.startedAt().toString());
    out.writeEndObject();
  }

  private static void event(TelemetryEvent event, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("kind", event.kind().name());
    out.writeStringProperty("time", event.time().toString());
    out.writeStringProperty("title", event.title());
    out.writeObjectPropertyStart("details");
    for (var detail : event.details().entrySet()) {
      out.writeStringProperty(detail.getKey(), detail.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void numbers(String name, Map<Series, Double> values, JsonGenerator out) {
    out.writeObjectPropertyStart(name);
    for (var entry : values.entrySet()) {
      out.writeName(entry.getKey().key());
      number(entry.getValue(), out);
    }
    out.writeEndObject();
  }

  /** A whole number without a fraction, which most are, takes less to write and to read. */
  private static void number(double value, JsonGenerator out) {
    var whole = (long) value;
    if (whole == value) {
      out.writeNumber(whole);
    } else {
      out.writeNumber(value);
    }
  }
}
