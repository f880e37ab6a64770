package ai.hal9.api.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Frames as JSON text: one object a frame, series as Prometheus writes them, latencies as {@link
 * LatencyHistogram} encodes them. Unknown fields are passed over, so that an older reader
 * understands a newer node.
 */
public final class TelemetryCodec {

  private static final FrameReader READER = new FrameReader();

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
    return READER.frame(text);
  }
}
