package ai.hal9.engine.telemetry;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * All that this node measures and tells. Meters and events work from the beginning; intervals close
 * once {@link #start started}.
 */
public final class NodeTelemetry implements AutoCloseable {

  /** Until {@link #every} says otherwise. */
  private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

  private final NodeMeters meters = new NodeMeters();
  private final Clock clock;
  private final Intervals intervals;
  private final TelemetryHub hub;
  private final IntervalClock ticks;
  private final StoreWatch watch;

  private NodeTelemetry(TelemetrySource source, List<StoreProbe> probes, Clock clock) {
    this.clock = clock;
    intervals = new Intervals(source, meters, System.nanoTime());
    hub = new TelemetryHub(meters.count(MetricCatalogue.TELEMETRY_DROPPED));
    meters.gauge(MetricCatalogue.TELEMETRY_SUBSCRIBERS, hub::subscribers);
    ProcessMeters.register(meters);
    ticks = new IntervalClock("telemetry", FIRST_INTERVAL, this::closeInterval);
    watch = new StoreWatch(probes, hub, clock, FIRST_INTERVAL);
  }

  /**
   * The telemetry of a node.
   *
   * @param source how it names itself
   * @param probes what else it asks while someone listens
   * @param clock wall time
   */
  public static NodeTelemetry of(TelemetrySource source, List<StoreProbe> probes, Clock clock) {
    return new NodeTelemetry(source, probes, clock);
  }

  /** Where the engine records. */
  public Meters meters() {
    return meters;
  }

  /** Where the engine tells events. */
  public Events events() {
    return intervals;
  }

  /** Where consoles listen. */
  public TelemetryFeed feed() {
    return hub;
  }

  /** The metrics as of the interval closed last. */
  public MetricsView view() {
    return new ClosedMetrics(intervals::latest);
  }

  /** The length of the intervals, from the next one on. */
  public void every(Duration interval) {
    ticks.every(interval);
    watch.every(interval);
  }

  /** Begins to close intervals. */
  public void start() {
    ticks.start();
    watch.start();
  }

  private void closeInterval() {
    hub.publish(intervals.close(clock.instant(), System.nanoTime()));
  }

  @Override
  public void close() {
    ticks.close();
    watch.close();
    hub.close();
  }
}
