package ai.hal9.engine.telemetry;

import ai.hal9.engine.telemetry.Intervals.Closed;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renders the interval closed last, so that reading disturbs no recorder, and each form of it once,
 * however often it is asked for.
 */
final class ClosedMetrics implements MetricsView {

  private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();
  private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();

  private final Supplier<Closed> latest;
  private final Kept<Exposition> text = new Kept<>(closed -> exposition(TEXT, closed));
  private final Kept<Exposition> openMetrics =
      new Kept<>(closed -> exposition(OPEN_METRICS, closed));
  private final Kept<Map<String, Object>> tree = new Kept<>(MetricsTree::of);

  ClosedMetrics(Supplier<Closed> latest) {
    this.latest = latest;
  }

  @Override
  public Exposition prometheus(@Nullable String accept) {
    return (OPEN_METRICS.accepts(accept) ? openMetrics : text).of(latest.get());
  }

  @Override
  public Map<String, Object> json() {
    return tree.of(latest.get());
  }

  private static Exposition exposition(ExpositionFormatWriter writer, Closed closed) {
    var body = new ByteArrayOutputStream(16 * 1024);
    try {
      writer.write(body, PrometheusSnapshots.of(closed));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return new Exposition(writer.getContentType(), body.toByteArray());
  }

  /** One form of the interval it was last asked for. */
  private static final class Kept<T> {

    private final Function<Closed, T> render;
    private @Nullable T rendered;
    private long sequence;

    Kept(Function<Closed, T> render) {
      this.render = render;
    }

    synchronized T of(Closed wanted) {
      var known = rendered;
      if (known == null || wanted.snapshot().sequence() != sequence) {
        known = render.apply(wanted);
        rendered = known;
        sequence = wanted.snapshot().sequence();
      }
      return known;
    }
  }
}
