package ai.hal9.api.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

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
                  .addDeserializer(LatencyHistogram.class, new LatencyReader())
                  .addKeyDeserializer(Series.class, new SeriesReader()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Used again for every frame, which come one by one. */
  private static final FrameWriter WRITER = new FrameWriter();

  private TelemetryCodec() {}

  /** The frame as one line of JSON. */
  public static String write(TelemetryFrame frame) {
    return new String(utf8(frame), UTF_8);
  }

  /** The frame as one line of JSON, as it travels. */
  public static byte[] utf8(TelemetryFrame frame) {
    synchronized (WRITER) {
      return WRITER.utf8(frame);
    }
  }

  /**
   * Reads a frame.
   *
   * @throws TelemetryException when the text is none
   */
  public static TelemetryFrame frame(String text) {
    try {
      return JSON.readValue(text, TelemetryFrame.class);
    } catch (JacksonException e) {
      throw new TelemetryException("not a frame of telemetry: " + e.getMessage(), e);
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
