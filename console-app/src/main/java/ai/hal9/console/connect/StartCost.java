package ai.hal9.console.connect;

import ai.hal9.sim.chart.Quantity;
import java.time.Duration;

/**
 * What starting a cluster took, or may take.
 *
 * @param millis from the order to the last part's readiness
 * @param bytes memory of all its processes once ready, what they share counted once; 0 where that
 *     cannot be told
 */
public record StartCost(long millis, long bytes) {

  private static final long MIB = 1L << 20;

  /** A guess from what parts usually take: for saying so before the first start. */
  static StartCost estimated(int nodes, int standbys) {
    var databases = 1 + standbys;
    return new StartCost(
        4_000L + 1_500L * nodes + 1_000L * databases,
        (200L + 160L * nodes + 40L * databases) * MIB);
  }

  /** {@code ready in about 11 s, 760 MiB}. */
  String roughly() {
    return "ready in about %d s, %s"
        .formatted(Math.ceilDiv(millis, 1_000), Quantity.BYTES.text((double) bytes));
  }

  /** {@code ready in 6.1 s, 812 MiB}. */
  String text() {
    var time = "ready in " + Quantity.span(Duration.ofMillis(millis));
    return bytes == 0 ? time : time + ", " + Quantity.BYTES.text((double) bytes);
  }
}
