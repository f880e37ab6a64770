package ai.hal9.engine.telemetry;

import ai.hal9.engine.telemetry.Intervals.Closed;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Renders the interval closed last, so that reading disturbs no recorder. */
final class ClosedMetrics implements MetricsView {

  private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();
  private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();

  private final Supplier<Closed> latest;

  ClosedMetrics(Supplier<Closed> latest) {
    this.latest = latest;
  }

  @Override
  public Exposition prometheus(@Nullable String accept) {
    var writer = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : TEXT;
    var body = new ByteArrayOutputStream(16 * 1024);
    try {
      writer.write(body, PrometheusSnapshots.of(latest.get()));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return new Exposition(writer.getContentType(), body.toByteArray());
  }

  @Override
  public Map<String, Object> json() {
    return MetricsTree.of(latest.get());
  }
}
