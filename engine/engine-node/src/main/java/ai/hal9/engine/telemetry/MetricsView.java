package ai.hal9.engine.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This node's metrics for readers that ask from time to time. */
public interface MetricsView {

  /**
   * All metrics for Prometheus: OpenMetrics 1.0 when the {@code Accept} header asks for {@code
   * application/openmetrics-text}, else the text format 0.0.4.
   */
  Exposition prometheus(@Nullable String accept);

  /**
   * All metrics as a tree for JSON: by the catalogue's name without {@code hal9_} and {@code
   * _total}, for instance {@code signals_sent}. A labelled metric is nested by its label values; a
   * distribution is {@code n}, {@code p50_ms}, {@code p95_ms}, {@code p99_ms}, {@code p999_ms} and
   * {@code max_ms} over the last interval, whose length is {@code window_ms}. What its samples
   * cannot support is absent: of an interval without any, all but {@code n}. The same map, not to
   * be changed, until the next interval has closed.
   */
  Map<String, Object> json();

  /**
   * A page of metrics.
   *
   * @param contentType its media type, with version and character set
   * @param body its bytes; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // written to a socket and never compared
  record Exposition(String contentType, byte[] body) {}
}
