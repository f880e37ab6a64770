package ai.hal9.api.telemetry;

import ai.hal9.api.metric.Series;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes snapshots field by field. A node does so once a second, too seldom for what stands between
 * a record and its text in Jackson to be compiled well, which costs more than the writing.
 */
final class SnapshotWriter extends ValueSerializer<TelemetrySnapshot> {

  @Override
  public void serialize(TelemetrySnapshot value, JsonGenerator out, SerializationContext context) {
    out.writeStartObject();
    out.writePOJOProperty("source", value.source());
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
      out.writePOJO(event);
    }
    out.writeEndArray();
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
