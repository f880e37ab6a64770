package ai.hal9.api.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.api.metric.Series;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
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

  /** What a node's takes, or a little less. */
  private static final int USUAL_BYTES = 16_384;

  private TelemetryCodec() {}

  /** The frame as one line of JSON. */
  public static String write(TelemetryFrame frame) {
    return new String(utf8(frame.lost(), utf8(frame.snapshot())), UTF_8);
  }

  /** The snapshot as one line of JSON. */
  public static String write(TelemetrySnapshot snapshot) {
    return new String(utf8(snapshot), UTF_8);
  }

  /** The snapshot as one line of JSON, as it travels. */
  public static byte[] utf8(TelemetrySnapshot snapshot) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    // Unlike Jackson's own, this encoder takes half a surrogate pair: what clients said may have
    // one.
    var text = new OutputStreamWriter(bytes, UTF_8);
    try (var out = JSON.tokenStreamFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      SnapshotWriter.write(snapshot, out);
    }
    return bytes.toByteArray();
  }

  /** A frame as it travels, of a snapshot that is written already. */
  public static byte[] utf8(long lost, byte[] snapshot) {
    var before = ("{\"lost\":" + lost + ",\"snapshot\":").getBytes(UTF_8);
    var frame = Arrays.copyOf(before, before.length + snapshot.length + 1);
    System.arraycopy(snapshot, 0, frame, before.length, snapshot.length);
    frame[frame.length - 1] = '}';
    return frame;
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
