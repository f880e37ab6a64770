package ai.hal9.console.history;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.report.SavedReport;
import java.util.Locale;

/** A run second by second as CSV: microseconds for latencies, empty without a sample. */
final class SecondsCsv {

  private static final String HEAD =
      "offset_ms,length_ms,phase,offered,started,completed,failed,dropped,"
          + "response_p50_us,response_p95_us,response_p99_us,response_max_us,"
          + "service_p50_us,service_p99_us,users,pending,connections,in_flight\n";

  private SecondsCsv() {}

  static String of(SavedReport report) {
    var csv = new StringBuilder(HEAD);
    for (var interval : report.intervals()) {
      line(csv, interval);
    }
    return csv.toString();
  }

  private static void line(StringBuilder csv, LoadInterval interval) {
    var counts = interval.counts();
    csv.append(interval.offset().toMillis()).append(',');
    csv.append(interval.length().toMillis()).append(',');
    csv.append(interval.phase().name().toLowerCase(Locale.ROOT)).append(',');
    csv.append(counts.offered()).append(',').append(counts.started()).append(',');
    csv.append(counts.completed()).append(',').append(counts.failed()).append(',');
    csv.append(counts.dropped()).append(',');
    percentiles(csv, interval.responseTime(), 50, 95, 99, 100);
    percentiles(csv, interval.serviceTime(), 50, 99);
    csv.append(interval.users()).append(',').append(interval.pending()).append(',');
    csv.append(interval.connections()).append(',').append(interval.inFlight()).append('\n');
  }

  private static void percentiles(
      StringBuilder csv, LatencyHistogram samples, double... percentiles) {
    for (var percentile : percentiles) {
      if (samples.count() > 0) {
        csv.append(samples.micros(percentile));
      }
      csv.append(',');
    }
  }
}
