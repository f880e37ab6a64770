package ai.hal9.api.telemetry;

import ai.hal9.api.metric.Series;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Frames as JSON text: one object a frame, series as Prometheus writes them, latencies as {@link
 * LatencyHistogram} encodes them. Unknown fields are passed over, so that an older reader
 * understands a newer node.
 */
public final class TelemetryCodec {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(TelemetrySnapshot.class, new SnapshotWriter())
                  .addDeserializer(LatencyHistogram.class, new LatencyReader())
                  .addKeyDeserializer(Series.class, new SeriesReader()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private TelemetryCodec() {}

  /** The frame as one line of JSON. */
  public static String write(TelemetryFrame frame) {
    return JSON.writeValueAsString(frame);
  }

  /** The frame as one line of JSON, of a snapshot that is written already. */
  public static String write(long lost, String snapshot) {
    return "{\"lost\":" + lost + ",\"snapshot\":" + snapshot + "}";
  }

  /** The snapshot as one line of JSON. */
  public static String write(TelemetrySnapshot snapshot) {
    return JSON.writeValueAsString(snapshot);
  }

  /**
   * Reads a frame.
   *
   * @throws TelemetryException when the text is none
   */
  public static TelemetryFrame frame(String text) {
    return read(text, TelemetryFrame.class);
  }

  /**
   * Reads a snapshot.
   *
   * @throws TelemetryException when the text is none
   */
  public static TelemetrySnapshot snapshot(String text) {
    return read(text, TelemetrySnapshot.class);
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JacksonException e) {
      throw new TelemetryException("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static final class LatencyReader extends ValueDeserializer<LatencyHistogram> {
    @Override
    public LatencyHistogram deserialize(JsonParser in, DeserializationContext context) {
      return LatencyHistogram.decoded(in.getString());
    }
  }

  private static final class SeriesReader extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return new Series(key);
    }
  }
}
