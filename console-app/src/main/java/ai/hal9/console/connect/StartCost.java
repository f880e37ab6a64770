package ai.hal9.console.connect;

import ai.hal9.sim.chart.Quantity;
import java.time.Duration;

/**
 * What starting a cluster took, measured.
 *
 * @param millis from the order to the last part's readiness
 * @param bytes memory of all its processes once ready, what they share counted once; 0 where that
 *     cannot be told
 */
public record StartCost(long millis, long bytes) {

  /** {@code ready in 6.1 s, 812 MiB}. */
  String text() {
    var time = "ready in " + Quantity.span(Duration.ofMillis(millis));
    return bytes == 0 ? time : time + ", " + Quantity.BYTES.text((double) bytes);
  }
}
